import type { Page } from "@playwright/test";
import { pagePaths } from "@/tests/support/pages";
import { expect, openAccount, SANDBOXED, signUp, test } from "./fixtures";

/**
 * Every page of the tree, drawn by a browser that holds it to its policy. Whatever the policy refuses is an error in the
 * console, and the fixtures fail on those; this adds what a browser reports as an event alone.
 */
test.beforeEach(async ({ page, expectedErrors }) => {
  expectedErrors.push(SANDBOXED, /^Failed to load resource: the server responded with a status of 404/);
  await page.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI, sample }) => {
      console.error(`The policy refuses ${violatedDirective}: ${blockedURI} ${sample}`);
    });
  });
});

/** Opens each page and waits until its scripts run. */
async function walk(page: Page, paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    const answer = await page.goto(path);
    expect(answer?.headers()["content-security-policy"], path).toContain("'strict-dynamic'");
    await page.waitForLoadState("load");
    const awake = () =>
      [...document.querySelectorAll("body *")].some((node) =>
        Object.keys(node).some((key) => key.startsWith("__react")),
      );
    await expect.poll(() => page.evaluate(awake), { message: `${path} wakes up` }).toBe(true);
  }
}

const isMembers = (path: string) => /^\/(dashboard|start|signout)/.test(path);
const isOperators = (path: string) => path.startsWith("/operator");

test("the public pages keep to their policy", async ({ page }) => {
  test.slow();
  const paths = pagePaths({ code: "invalid_otp" }).filter((path) => !isMembers(path) && !isOperators(path));
  await walk(page, [...paths, "/nothing/at/all"]);
  await page.goto("/");
  // Changing the theme adds a style for a moment, the code field one for good.
  await page.getByRole("radio", { name: "Dark" }).first().check({ force: true });
  await expect(page.locator("html")).toHaveClass(/dark/);
});

test("the pages of a member keep to their policy", async ({ page, mailbox, email }) => {
  test.slow();
  const project = (await openAccount(page, mailbox, email)).split("/")[2] ?? "";
  for (const environment of ["test", "live"]) {
    await walk(page, pagePaths({ project, environment }).filter(isMembers));
  }
});

test("the operator's pages keep to their policy", async ({ page, quickstart }) => {
  test.slow();
  await page.goto("/operator/signin");
  await page.getByRole("textbox", { name: /operator key/i }).fill(quickstart.operator_key);
  await page.keyboard.press("Enter");
  await page.waitForURL((url) => url.pathname === "/operator");
  await walk(
    page,
    pagePaths({}).filter((path) => isOperators(path) && path !== "/operator/signin"),
  );
});

test("a script that somebody writes into a page does not run", async ({ page, expectedErrors }) => {
  // React finds more in the page than it wrote there.
  expectedErrors.push(/Content Security Policy|The policy refuses|React error #418/);
  // As it would come from the server, if something in the page were not escaped.
  const written = `<script>document.title = "inline"</script><img alt="" src="data:," onerror="document.title = 'attribute'">`;
  await page.route("/", async (route) => {
    const response = await route.fetch();
    const body = (await response.text()).replace("<main", `${written}<main`);
    expect(body).toContain(written);
    await route.fulfill({ response, body });
  });
  const refused: string[] = [];
  await page.exposeFunction("noteRefused", (directive: string) => refused.push(directive));
  await page.addInitScript(
    `document.addEventListener("securitypolicyviolation", (event) => noteRefused(event.effectiveDirective))`,
  );
  await page.goto("/");
  await expect.poll(() => refused).toContain("script-src-elem");
  await expect.poll(() => refused).toContain("script-src-attr");
  expect(["attribute", "inline"]).not.toContain(await page.title());
});

test("signing out has the browser forget what it kept", async ({ page, mailbox, email }) => {
  await signUp(page, mailbox, email);
  await page.evaluate(() => localStorage.setItem("kept", "something"));
  await page.goto("/signout");
  const answered = page.waitForResponse((response) => response.url().endsWith("/signout/end"));
  await page.getByRole("button", { name: "Sign out" }).click();
  expect((await (await answered).allHeaders())["clear-site-data"]).toBe('"cache", "storage"');
  await page.waitForURL("**/signin");
  expect(await page.evaluate(() => localStorage.getItem("kept"))).toBeNull();
});
