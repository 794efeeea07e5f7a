import type { Page } from "@playwright/test";
import { expect, expectNoSidewaysScroll, type Mailbox, openAccount, test } from "./fixtures";

/** Signs up, opens the overview, and answers the project's slug. */
async function openDashboard(page: Page, mailbox: Mailbox, email: string): Promise<string> {
  const home = await openAccount(page, mailbox, email);
  await page.goto(`${home}/overview`);
  return home.split("/")[2] ?? "";
}

const iconOf = (page: Page) =>
  page.evaluate(() => [...document.head.querySelectorAll("link")].find(({ rel }) => rel === "icon")?.href ?? "");

test("the overview says what an app needs to know, ready to copy", async ({
  page,
  request,
  mailbox,
  email,
  baseURL,
}) => {
  await openDashboard(page, mailbox, email);
  await expect(page.getByRole("heading", { level: 1, name: "Overview" })).toBeVisible();
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  const copied = async (name: string) => {
    await page.getByRole("button", { name: `Copy ${name}` }).click();
    await expect(page.getByRole("status").filter({ hasText: `Copied ${name}` })).toBeAttached();
    return page.evaluate(() => navigator.clipboard.readText());
  };

  const environment = await copied("Environment");
  expect(await copied("Issuer")).toBe(`${baseURL}/e/${environment}`);
  const jwks = await request.get(await copied("JWKS"));
  expect((await jwks.json()).keys).not.toHaveLength(0);
  expect(await copied("cURL: ask for a code")).toContain("verified@ninepin.test");
});

test("one press sends a test code, and the way to live shows what is missing until it is dismissed", async ({
  page,
  mailbox,
  email,
  checkAccess,
}) => {
  await openDashboard(page, mailbox, email);
  const steps = page.getByRole("list", { name: "Steps to live" });
  const first = steps.getByRole("listitem").filter({ hasText: "Ask for a code in test" });
  await expect(first).toContainText("not done yet");
  await page.getByRole("button", { name: "Send a test code" }).click();
  await expect(page.getByText("123456789 is in the Mailbox")).toBeVisible();
  await expect(first).toContainText("Done");
  await checkAccess(page);

  await steps.getByRole("link", { name: "Create a live key" }).click();
  await page.waitForURL("**/live/keys");
  await expect(page.getByText("Create your first live key")).toBeVisible();
  await page.goBack();
  const list = page.getByRole("region", { name: "Going live" });
  await list.getByRole("button", { name: "Dismiss" }).press("Enter");
  await expect(steps).toBeHidden();
  await expect(page.getByRole("heading", { level: 1, name: "Overview" })).toBeFocused();
  await page.reload();
  await expect(steps).toBeHidden();
  await page.getByRole("button", { name: "Show what going live takes" }).click();
  await expect(steps).toBeVisible();
});

test("test and live cannot be taken for each other", async ({ page, mailbox, email }) => {
  const project = await openDashboard(page, mailbox, email);
  const navigation = page.getByRole("navigation", { name: "Main" });
  await expect(page.getByText("Test data")).toBeVisible();
  await expect(page).toHaveTitle(/^\[Test] Overview/);
  expect(await iconOf(page)).toContain("icon-test");
  await navigation.getByRole("link", { name: "Mailbox" }).click();
  await expect(page).toHaveTitle(/^\[Test] Mailbox/);
  await expect(page.getByRole("heading", { level: 1, name: "Mailbox" })).toBeFocused();

  await navigation.getByRole("link", { name: "Live" }).click();
  await page.waitForURL(`**/dashboard/${project}/live/overview`);
  await expect(page.getByText("Test data")).toBeHidden();
  await expect(page).toHaveTitle(/^Overview/);
  expect(await iconOf(page)).not.toContain("icon-test");
  await expect(navigation.getByRole("link", { name: "Mailbox" })).toHaveCount(0);
  expect((await page.request.get(`/dashboard/${project}/live/mailbox`)).status(), "live has no Mailbox").toBe(404);

  await navigation.getByRole("link", { name: "API keys" }).click();
  await page.waitForURL(`**/dashboard/${project}/live/keys`);
  await navigation.getByRole("link", { name: "Test" }).click();
  await page.waitForURL(`**/dashboard/${project}/test/keys`);
});

test("somebody else's project does not exist", async ({ page, browser, baseURL, mailbox, email }) => {
  const project = await openDashboard(page, mailbox, email);
  const stranger = await browser.newContext({ baseURL });
  const theirs = await stranger.newPage();
  await openDashboard(theirs, mailbox, `stranger.${email}`);
  for (const path of ["", "/test/overview", "/test/mailbox", "/test/keys", "/live/overview", "/live/keys"]) {
    const answer = await theirs.request.get(`/dashboard/${project}${path}`);
    expect(answer.status(), path).toBe(404);
    expect(await answer.text(), path).not.toContain(email);
  }
  expect((await page.request.get(`/dashboard/${project}/staging/overview`)).status(), "no third environment").toBe(404);
  await stranger.close();
});

test("who is not in signs in first, and comes back", async ({ page }) => {
  await page.goto("/dashboard/northwind/test/keys");
  await expect(page).toHaveURL("/signin?next=%2Fdashboard%2Fnorthwind%2Ftest%2Fkeys");
});

test("the member menu works by keyboard and signs out", async ({ page, mailbox, email, checkAccess }) => {
  await openDashboard(page, mailbox, email);
  const menu = page.getByRole("button", { name: email });
  await menu.focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("menuitem", { name: "Sign out" })).toBeVisible();
  await checkAccess(page);
  await page.keyboard.press("Escape");
  await expect(menu).toBeFocused();

  await page.keyboard.press("Enter");
  await page.getByRole("menuitem", { name: "Sign out" }).focus();
  await page.keyboard.press("Enter");
  await page.waitForURL("**/signin");
  await page.goto("/dashboard");
  await expect(page).toHaveURL(/\/signin/);
});

for (const colorScheme of ["light", "dark"] as const) {
  test.describe(`in a narrow ${colorScheme} window`, () => {
    test.use({ viewport: { width: 390, height: 740 }, colorScheme });

    test("the navigation is a sheet", async ({ page, mailbox, email, checkAccess }) => {
      await openDashboard(page, mailbox, email);
      await expectNoSidewaysScroll(page);
      const open = page.getByRole("button", { name: "Menu" });
      await open.click();
      const sheet = page.getByRole("dialog", { name: "Menu" });
      await checkAccess(page);
      await page.keyboard.press("Escape");
      await expect(sheet).toBeHidden();
      await expect(open).toBeFocused();

      for (const [link, heading] of [
        ["API keys", "API keys"],
        ["Mailbox", "Mailbox"],
      ] as const) {
        await open.click();
        await sheet.getByRole("link", { name: link }).click();
        await expect(sheet).toBeHidden();
        await expect(page.getByRole("heading", { level: 1, name: heading })).toBeFocused();
        await expectNoSidewaysScroll(page);
        await checkAccess(page);
      }
    });
  });
}
