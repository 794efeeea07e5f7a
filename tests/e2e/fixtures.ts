import AxeBuilder from "@axe-core/playwright";
import { type APIRequestContext, test as base, expect, type Locator, type Page } from "@playwright/test";
import { hiddenFields } from "@/tests/support/forms";
import { type Quickstart, readQuickstart } from "@/tests/support/installation";

const WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
/** Of axe's advice beyond WCAG: who goes from landmark to landmark has to tell them apart. */
const LANDMARKS = "landmark-unique";

/** The installation's Mailbox, read as its operator. Each message is handed out once. */
export type Mailbox = { nextCode(to: string): Promise<string> };

type Fixtures = {
  quickstart: Quickstart;
  mailbox: Mailbox;
  /** A new address for each test, so that tests can run side by side. */
  email: string;
  /** Whether two landmarks of one name are a finding too: for pages of cards with tables in them. */
  tellsLandmarksApart: boolean;
  /** Fails on serious and critical findings of axe in the page as it stands. Runs by itself at the end of each test. */
  checkAccess: (page: Page) => Promise<void>;
  /** Console errors that this test brings about on purpose. */
  expectedErrors: RegExp[];
  watch: undefined;
};

async function newestMessages(request: APIRequestContext, key: string, to: string) {
  const answer = await request.get("/api/test/messages", {
    params: { to, wait: "10" },
    headers: { authorization: `Bearer ${key}` },
  });
  expect(answer.status(), await answer.text()).toBe(200);
  const body: { data: { id: string; code: string | null }[] } = await answer.json();
  return body.data;
}

export const test = base.extend<Fixtures>({
  page: async ({ page, javaScriptEnabled }, use) => {
    if (javaScriptEnabled !== false) {
      const { goto, reload } = page;
      page.goto = async (...asked) => {
        const answer = await goto.apply(page, asked);
        await awake(page);
        return answer;
      };
      page.reload = async (...asked) => {
        const answer = await reload.apply(page, asked);
        await awake(page);
        return answer;
      };
    }
    await use(page);
  },

  contextOptions: ({ contextOptions }, use) => use({ ...contextOptions, reducedMotion: "reduce" }),

  quickstart: async ({ baseURL }, use) => {
    const quickstart = readQuickstart();
    expect(quickstart.app_url).toBe(baseURL);
    await use(quickstart);
  },

  mailbox: async ({ request, quickstart }, use) => {
    const seen = new Set<string>();
    await use({
      async nextCode(to) {
        let code: string | null = null;
        await expect(async () => {
          const message = (await newestMessages(request, quickstart.operator_key, to)).find(({ id }) => !seen.has(id));
          expect(message).toBeDefined();
          if (message) seen.add(message.id);
          code = message?.code ?? null;
        }).toPass({ timeout: 40_000 });
        return code ?? "";
      },
    });
  },

  // biome-ignore lint/correctness/noEmptyPattern: Playwright wants the object pattern
  email: async ({}, use, info) => {
    await use(`ada.${info.workerIndex}.${Date.now()}@northwind.example`);
  },

  tellsLandmarksApart: [false, { option: true }],

  checkAccess: async ({ tellsLandmarksApart }, use) => {
    await use(async (page) => {
      // Next takes a page's title away for a moment when it leads to another.
      await expect(page).toHaveTitle(/./);
      // axe needs scripts to look into a frame, and waits for ever where a sandbox forbids them.
      const axe = new AxeBuilder({ page })
        .options({ rules: { [LANDMARKS]: { enabled: tellsLandmarksApart } } })
        .withTags(WCAG)
        .exclude("iframe[sandbox]");
      const { violations } = await axe.analyze();
      const bad = violations.filter(
        ({ id, impact }) => id === LANDMARKS || impact === "serious" || impact === "critical",
      );
      expect(bad.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`)).toEqual([]);
    });
  },

  // biome-ignore lint/correctness/noEmptyPattern: Playwright wants the object pattern
  expectedErrors: async ({}, use) => use([]),

  watch: [
    async ({ page, context, baseURL, javaScriptEnabled, checkAccess, expectedErrors }, use) => {
      const errors: string[] = [];
      const strangers: string[] = [];
      context.on("console", (message) => {
        if (message.type() === "error") errors.push(`${message.text()} ${message.location().url}`);
      });
      context.on("weberror", (error) => errors.push(String(error.error())));
      context.on("request", (request) => {
        const { protocol, origin } = new URL(request.url());
        if (protocol.startsWith("http") && origin !== baseURL) strangers.push(request.url());
      });
      await use(undefined);
      if (javaScriptEnabled !== false && page.url() !== "about:blank" && !page.isClosed()) await checkAccess(page);
      expect(errors.filter((error) => !expectedErrors.some((expected) => expected.test(error)))).toEqual([]);
      expect(strangers).toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };

/** Waits until React has taken over the page's buttons and fields: before, a press or a key does nothing. */
async function awake(page: Page): Promise<void> {
  await expect
    .poll(
      () =>
        page
          .evaluate(() =>
            [...document.querySelectorAll("button, input:not([type=hidden])")].every((each) =>
              Object.keys(each).some((key) => key.startsWith("__reactFiber$")),
            ),
          )
          .catch(() => false),
      { message: "React is awake" },
    )
    .toBe(true);
}

/**
 * What Playwright itself runs in every frame for its traces, and the sandbox of a mail or a preview refuses. Neither
 * has a script.
 */
export const SANDBOXED =
  /^Blocked script execution in '[^']*\/(mailbox\/[^']+\/email|settings\/brand\/email|templates\/[^']+\/preview)\?/;

/** Fails when the page can be scrolled sideways. */
export async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const [content, window] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
  expect(content).toBeLessThanOrEqual(window ?? 0);
}

/** Goes to it by Tab, as somebody without a mouse does: from what has the focus, forward. */
export async function tabTo(page: Page, target: Locator): Promise<void> {
  await expect(target).toBeVisible();
  for (let presses = 0; presses < 60; presses += 1) {
    await page.keyboard.press("Tab");
    if (await target.evaluate((element) => element === document.activeElement)) return;
  }
  await expect(target).toBeFocused();
}

/** Asks for a code at /signup or /signin and stops where it has to be entered. */
export async function askForCode(page: Page, path: "/signup" | "/signin", email: string): Promise<void> {
  await page.goto(path);
  await page.getByRole("textbox", { name: /email/i }).fill(email);
  await page.getByRole("button", { name: "Send me a code" }).click();
  await page.waitForURL("**/verify");
  await expect(page.getByRole("heading", { name: "Enter your code" })).toBeVisible();
}

/** The one real input behind the nine slots. */
export const codeField = (page: Page) => page.getByRole("textbox", { name: "Nine-digit code" });

/** Signs a new customer up by hand and stops at /start. What signing up is like is for account.spec.ts to show. */
export async function signUpByHand(page: Page, mailbox: Mailbox, email: string): Promise<void> {
  await askForCode(page, "/signup", email);
  await codeField(page).fill(await mailbox.nextCode(email));
  await page.waitForURL("**/start");
}

/** Sends a page's form as a browser without scripts does, with the cookies of this one. Where it leads to. */
async function sendForm(page: Page, path: string, fields: Record<string, string>): Promise<string> {
  const [field = ""] = Object.keys(fields);
  const shown = await page.request.get(path);
  const origin = new URL(shown.url()).origin;
  const multipart = { ...hiddenFields(await shown.text(), field), ...fields };
  const sent = await page.request.post(path, { multipart, headers: { origin }, maxRedirects: 0 });
  expect(sent.status()).toBe(303);
  return sent.headers().location ?? "";
}

/** Signs a new customer up without drawing a page of it, which takes seconds, and opens no page. */
async function becomeMember(page: Page, mailbox: Mailbox, email: string): Promise<void> {
  expect(await sendForm(page, "/signup", { email })).toBe("/verify");
  expect(await sendForm(page, "/verify", { code: await mailbox.nextCode(email) })).toBe("/start");
}

/** Signs a new customer up and stops at /start. */
export async function signUp(page: Page, mailbox: Mailbox, email: string): Promise<void> {
  await becomeMember(page, mailbox, email);
  await page.goto("/start");
}

/** Signs a new customer up and answers the path of their test environment. No page is open yet. */
export async function openAccount(page: Page, mailbox: Mailbox, email: string): Promise<string> {
  await becomeMember(page, mailbox, email);
  const overview = await page.request.get("/dashboard");
  return new URL(overview.url()).pathname.replace(/\/overview$/, "");
}

/** Signs up and answers the path of the test environment and a secret key of it. */
export async function openProject(page: Page, mailbox: Mailbox, email: string): Promise<{ home: string; key: string }> {
  const home = await openAccount(page, mailbox, email);
  await page.goto(`${home}/keys`);
  await page.getByRole("button", { name: "Create key" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill("Checkout server");
  await dialog.getByRole("button", { name: "Create key" }).click();
  await expect(dialog.getByRole("button", { name: "Copy key" })).toBeVisible();
  const key =
    (await dialog
      .getByText(/^np_test_sk_[\w-]+$/)
      .first()
      .textContent()) ?? "";
  await dialog.getByRole("button", { name: "Copy key" }).click();
  await dialog.getByRole("button", { name: "Done" }).click();
  return { home, key };
}

/** Pastes as a person does: through the clipboard. */
export async function paste(page: Page, text: string): Promise<void> {
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.evaluate((value) => navigator.clipboard.writeText(value), text);
  await codeField(page).focus();
  await page.keyboard.press("ControlOrMeta+V");
}
