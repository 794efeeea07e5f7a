import type { Page } from "@playwright/test";
import { expect, expectNoSidewaysScroll, type Mailbox, openAccount, SANDBOXED, test } from "./fixtures";

test.use({ expectedErrors: [SANDBOXED] });

const dialog = (page: Page) => page.getByRole("dialog");
const status = (page: Page) => page.getByRole("status").filter({ hasText: /saved|saving/i });
const part = (page: Page, name: string) => page.getByRole("textbox", { name, exact: true });

const html = (heading: string) => `<html lang="en">
<head><meta name="color-scheme" content="light dark"></head>
<body>
<h1>${heading}</h1>
<p>{{code}}</p>
</body>
</html>`;

async function openTemplate(page: Page, mailbox: Mailbox, email: string, name: string): Promise<void> {
  await page.goto(`${await openAccount(page, mailbox, email)}/templates`);
  await expect(page.getByRole("heading", { level: 1, name: "Templates" })).toBeVisible();
  await page.getByRole("link", { name, exact: true }).click();
  await expect(page.getByRole("region", { name: "Preview" })).toBeVisible();
}

/** Writes a part anew, as a person who selects all of it does, and waits until it is saved. */
async function write(page: Page, name: string, text: string): Promise<void> {
  // Until the editor has arrived there is a plain field in its place.
  await expect(part(page, name)).toHaveAttribute("contenteditable", "true");
  const saved = page.waitForResponse((response) => response.request().method() === "POST");
  // A dialog that is just closing takes the focus back to where it was opened.
  await expect(async () => {
    await part(page, name).click();
    await page.keyboard.press("ControlOrMeta+A");
    await page.keyboard.insertText(text);
    await expect(part(page, name)).toHaveText(text.replaceAll("\n", ""), { timeout: 1_000 });
  }).toPass();
  await saved;
  await expect(status(page)).toHaveText("Saved");
}

/** A key of the environment, as the dashboard makes it. */
async function createKey(page: Page): Promise<string> {
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "API keys" }).click();
  await page.getByRole("button", { name: "Create key" }).click();
  await dialog(page).getByLabel("Name").fill("Server");
  await dialog(page).getByRole("button", { name: "Create key" }).click();
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await dialog(page).getByRole("button", { name: "Copy key" }).click();
  await expect(page.getByText("Copied key")).toBeAttached();
  return page.evaluate(() => navigator.clipboard.readText());
}

test("a template is broken, mended, published, sent and taken back", async ({
  page,
  request,
  mailbox,
  email,
  checkAccess,
}) => {
  await openTemplate(page, mailbox, email, "Sign-in code by Email");
  const url = page.url();
  await expect(part(page, "HTML")).toContainText("<");
  await checkAccess(page);

  await write(page, "HTML", "<html lang='en'>\n<body>no code</body></html>");
  await expect(page.getByRole("region", { name: "Problems" })).toContainText("The code is missing");
  await page.getByRole("button", { name: "Publish" }).click();
  await expect(page.getByText("HTML, line 2").first()).toBeVisible();
  await expect(dialog(page).getByRole("button", { name: /^Publish v/ })).toBeHidden();
  await part(page, "HTML").click();
  await page.keyboard.press("ControlOrMeta+Z");
  await expect(page.getByRole("heading", { name: "No problems" })).toBeVisible();

  await write(page, "HTML", html("Welcome"));
  await part(page, "HTML").press("ControlOrMeta+Enter");
  await dialog(page).getByLabel("Note").fill("Our own words");
  await checkAccess(page);
  await dialog(page).getByRole("button", { name: "Publish v1" }).click();
  await expect(page.getByText("v1 is live").first()).toBeVisible();

  await write(page, "HTML", html("Welcome back"));
  await page.getByRole("button", { name: "Publish" }).click();
  await expect(dialog(page).getByRole("region", { name: /^Changes of/ })).toHaveCount(1);
  await expect(dialog(page).getByText("Removed: <h1>Welcome</h1>")).toBeVisible();
  await expect(dialog(page).getByText("Added: <h1>Welcome back</h1>")).toBeVisible();
  await dialog(page).getByRole("button", { name: "Publish v2" }).click();
  await expect(page.getByText("v2 is live").first()).toBeVisible();

  const headers = { "x-api-key": await createKey(page) };
  await request.post("/api/auth/request-otp", { headers, data: { email: "grace@example.com" } });
  const sent = await request.get("/api/test/messages?to=grace@example.com", { headers });
  expect(await sent.text()).toContain("<h1>Welcome back</h1>");

  await page.goto(url);
  await expect(page.getByRole("row").filter({ hasText: "Our own words" })).toContainText("you");
  await page.getByRole("button", { name: "Restore version 1" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Restore v1" }).click();
  await expect(page.getByText("v3 is live").first()).toBeVisible();
  await expect(part(page, "HTML")).not.toContainText("Welcome back");
  await page.getByRole("button", { name: "Restore the built-in design" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Restore it" }).click();
  await expect(page.getByText("v4 is live").first()).toBeVisible();
  await expect(page.getByRole("button", { name: "Restore the built-in design" })).toHaveCount(0);
});

test("a template is seen as its readers see it: in the dark, on a phone, as text, in a list, as segments", async ({
  page,
  mailbox,
  email,
  checkAccess,
}) => {
  await openTemplate(page, mailbox, email, "Sign-in code by Email");
  const preview = page.getByRole("region", { name: "Preview" });
  await expect(preview.getByTitle("Email", { exact: true })).toHaveAttribute("sandbox", "");
  await expect(
    preview.getByTitle("Email", { exact: true }).contentFrame().getByText("482913507", { exact: true }),
  ).toBeVisible();
  await preview.getByRole("tab", { name: "Dark" }).click();
  await expect(preview.getByTitle("Email in dark mode")).toHaveAttribute("src", /scheme=dark/);
  await preview.getByRole("tab", { name: "Phone" }).click();
  expect((await preview.getByTitle("Email on a phone").boundingBox())?.width).toBeLessThanOrEqual(375);
  await preview.getByRole("tab", { name: "Plain text" }).click();
  await expect(preview).toContainText("Enter it where you asked for it");
  await preview.getByRole("tab", { name: "Inbox row" }).click();
  await expect(preview).toContainText("[Test] 482913507 is your");
  await checkAccess(page);
  await expectNoSidewaysScroll(page);

  await page.getByLabel("Sample data").selectOption("bare");
  await expect(page).toHaveURL(/sample=bare/);
  await page.getByRole("button", { name: "Send test" }).click();
  await dialog(page).getByLabel("To").fill("a@example.com, b@example.com");
  await dialog(page).getByRole("button", { name: "Send it" }).click();
  await expect(dialog(page).getByText("Enter one email address")).toBeVisible();
  await dialog(page).getByLabel("To").fill("ada@example.com");
  await dialog(page).getByRole("button", { name: "Send it" }).click();
  await expect(page.getByText("It is in the Mailbox")).toBeVisible();

  await page.goto(page.url().replace("/email/sign_in/en", "/sms/sign_in/ar"));
  await write(page, "Text", `${"رمز ".repeat(20)} {{code}}`);
  await expect(preview).toContainText(/\d+ characters, UCS-2, 2 segments/);
  await write(page, "Text", "{{code}} is your code");
  await expect(preview).toContainText(/GSM-7, 1 segment$/);
  await expect(preview).toContainText("Twilio Verify is asked first, and words its messages itself");
  await page.getByRole("button", { name: "Discard draft" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Discard draft" }).click();
  await expect(part(page, "Text")).toContainText("هو");
});

test("of two who write in one draft the second sees the other's text beside their own, and leaves with neither lost", async ({
  page,
  context,
  mailbox,
  email,
  checkAccess,
}) => {
  await openTemplate(page, mailbox, email, "Sign-in code by Email");
  const other = await context.newPage();
  await other.goto(page.url());
  await write(other, "HTML", html("Theirs"));
  await expect(other.locator(".cm-variable")).toHaveText("{{code}}");

  await part(page, "HTML").click();
  await page.keyboard.press("ControlOrMeta+A");
  await page.keyboard.insertText(html("Mine"));
  await expect(page.getByText("You saved this draft somewhere else")).toBeVisible();
  await expect(status(page)).toHaveText("Not saved");

  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Domains" }).click();
  const question = page.getByRole("alertdialog", { name: "Leave without saving?" });
  await question.getByRole("button", { name: "Stay" }).click();
  await expect(part(page, "HTML")).toContainText("Mine");
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Domains" }).click();
  await question.getByRole("button", { name: "Leave" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Domains" })).toBeVisible();
  await page.goBack();
  await expect(part(page, "HTML")).toContainText("Mine");

  await page.getByRole("button", { name: "Compare" }).click();
  const row = dialog(page).getByRole("row", { name: "Theirs" });
  await expect(row.getByRole("cell", { name: "Here alone: <h1>Mine</h1>" })).toBeVisible();
  await checkAccess(page);
  await dialog(page).getByRole("button", { name: "Use the other one" }).click();
  await expect(part(page, "HTML")).toContainText("Theirs");
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(part(page, "HTML")).toContainText("Mine");
  await expect(status(page)).toHaveText("Saved");

  await other.reload();
  await other.getByRole("button", { name: "Publish" }).click();
  await dialog(other).getByRole("button", { name: "Publish v1" }).click();
  await expect(other.getByText("v1 is live").first()).toBeVisible();
  await part(page, "HTML").click();
  await page.keyboard.press("ControlOrMeta+A");
  await page.keyboard.insertText(html("Mine, later"));
  await expect(page.getByText("This draft is gone: version 1 is what is sent")).toBeVisible();
  await page.getByRole("button", { name: "Compare" }).click();
  await dialog(page).getByRole("button", { name: "Keep mine" }).click();
  await expect(status(page)).toHaveText("Saved");

  // The draft still says what its writer began from, so the form without scripts shows what was published since.
  const plain = await page.request.get(page.url());
  expect(await plain.text()).toContain(">Version 1, which is sent</summary>");

  await page.getByRole("button", { name: "Publish" }).click();
  await dialog(page).getByRole("button", { name: "Publish v1" }).click();
  await expect(dialog(page).getByText("You published v1 meanwhile")).toBeVisible();
  await dialog(page).getByRole("button", { name: "Compare with v1" }).click();
  await expect(dialog(page).getByText("Added: <h1>Mine, later</h1>")).toBeVisible();
  await dialog(page).getByRole("button", { name: "Publish v2" }).click();
  await expect(page.getByText("v2 is live").first()).toBeVisible();
});

test("a template goes from test to live with what it changes, and is written without JavaScript", async ({
  page,
  browser,
  context,
  mailbox,
  email,
  checkAccess,
}) => {
  await openTemplate(page, mailbox, email, "Sign-in code by Text message");
  await write(page, "Text", '{{code}} for {{data.order | fallback: "you"}}');
  await page.getByRole("button", { name: "Copy to live" }).click();
  await expect(dialog(page).getByText("Added: {{code}} for {{data.order")).toBeVisible();
  await checkAccess(page);
  await dialog(page).getByRole("button", { name: "Copy as a draft" }).click();
  await dialog(page).getByRole("link", { name: "Open the draft in live" }).click();
  await page.waitForURL("**/live/templates/**");
  await expect(page.getByText("Draft by you")).toBeVisible();
  await expect(part(page, "Text")).toContainText("{{data.order");

  const plain = await browser.newContext({ storageState: await context.storageState(), javaScriptEnabled: false });
  const bare = await plain.newPage();
  await bare.goto(page.url());
  await expect(bare.getByRole("button", { name: "Send test" })).toBeHidden();
  await bare.getByRole("textbox", { name: "Text" }).fill("no code");
  await bare.getByRole("button", { name: "Publish v1" }).click();
  await expect(bare.getByRole("alert")).toContainText("The code is missing");
  await expect(bare.getByRole("textbox", { name: "Text" })).toHaveValue("no code");
  await bare.getByRole("textbox", { name: "Text" }).fill("{{code}} without scripts");
  await bare.getByRole("button", { name: "Save draft" }).click();
  const said = bare.getByRole("form", { name: "Template" }).getByRole("status");
  await expect(said).toHaveText("Saved");
  await bare.getByRole("button", { name: "Publish v1" }).click();
  await expect(said).toHaveText("v1 is live");
  await plain.close();
});

test("in a narrow window the templates and their versions are rows that fit", async ({ page, mailbox, email }) => {
  await page.setViewportSize({ width: 390, height: 740 });
  await page.goto(`${await openAccount(page, mailbox, email)}/templates`);
  const list = page.getByRole("list", { name: "Templates" });
  await expect(list.getByRole("listitem").filter({ hasText: "Approval code by Text message" })).toContainText(
    "Default",
  );
  await expect(page.getByRole("table")).toHaveCount(0);
  await expectNoSidewaysScroll(page);
  await list.getByRole("link", { name: "Sign-in code by Text message" }).click();
  await write(page, "Text", "{{code}} is your code");
  await page.getByRole("button", { name: "Publish", exact: true }).click();
  await dialog(page)
    .getByLabel("Note")
    .fill("Shorter, as the shop in Lisbon asked for in November, and without a dash");
  await dialog(page).getByRole("button", { name: "Publish v1" }).click();
  const versions = page.getByRole("list", { name: "Versions of this template" });
  await expect(versions.getByRole("listitem")).toContainText("as the shop in Lisbon asked for");
  await expectNoSidewaysScroll(page);
});
