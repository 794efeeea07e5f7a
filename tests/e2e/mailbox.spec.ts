import type { APIRequestContext, Page } from "@playwright/test";
import { askForCode, expect, expectNoSidewaysScroll, type Mailbox, SANDBOXED, signUp, test } from "./fixtures";

/** Signs up and makes the first test key as /start offers it. */
async function firstKey(page: Page, mailbox: Mailbox, email: string): Promise<string> {
  await signUp(page, mailbox, email);
  await page.getByRole("button", { name: "Create a test key" }).click();
  const command = await page.getByRole("region", { name: "cURL: ask for a code" }).textContent();
  return /np_test_sk_\w+/.exec(command ?? "")?.[0] ?? "";
}

async function openMailbox(page: Page): Promise<void> {
  await page.getByRole("link", { name: "Open the Mailbox" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Mailbox" })).toBeVisible();
}

async function send(request: APIRequestContext, key: string, recipient: { email: string } | { phone: string }) {
  const answer = await request.post("/api/auth/request-otp", { headers: { "x-api-key": key }, data: recipient });
  expect(answer.status(), await answer.text()).toBe(200);
}

test.beforeEach(({ expectedErrors }) => {
  expectedErrors.push(SANDBOXED);
});

const messages = (page: Page) => page.getByRole("region", { name: "Messages" });
const clipboard = (page: Page) => page.evaluate(() => navigator.clipboard.readText());

test("the first steps lead from a key to a code in the Mailbox", async ({
  page,
  request,
  mailbox,
  email,
  checkAccess,
}) => {
  await signUp(page, mailbox, email);
  const steps = page.getByRole("listitem");
  await expect(steps.filter({ hasText: "Ask for a code" })).toHaveAttribute("aria-current", "step");
  await expect(page.getByText("Waiting for your first message")).toBeVisible();
  await checkAccess(page);

  await page.getByRole("button", { name: "Create a test key" }).click();
  await expect(page.getByRole("textbox", { name: "Send the code to" })).toBeFocused();
  await page.getByRole("textbox", { name: "Send the code to" }).fill("first@northwind.example");
  const command = page.getByRole("region", { name: "cURL: ask for a code" });
  await expect(command).toContainText(`{"email":"first@northwind.example"}`);
  const key = /np_test_sk_\w+/.exec((await command.textContent()) ?? "")?.[0] ?? "";
  await send(request, key, { email: "first@northwind.example" });

  await expect(page.getByText("It has landed.")).toBeVisible();
  await expect(steps.filter({ hasText: "See it in the Mailbox" })).toHaveAttribute("aria-current", "step");
  await expect(command, "the key stays in sight").toContainText(key);
  await openMailbox(page);
  await expect(messages(page).getByRole("link", { name: /first@northwind.example/ })).toBeVisible();
  await page.goto("/start");
  expect(await page.content()).not.toContain(key);
});

test("new mail appears by itself, shows in every form, and goes when it is deleted", async ({
  page,
  request,
  mailbox,
  email,
  checkAccess,
}) => {
  const key = await firstKey(page, mailbox, email);
  await openMailbox(page);
  await expect(page.getByText("Nothing yet")).toBeVisible();
  await checkAccess(page);

  await send(request, key, { email: "verified@ninepin.test" });
  const row = messages(page).getByRole("link", { name: /verified@ninepin.test/ });
  await expect(row).toBeVisible();
  await expect(page.getByRole("status").filter({ hasText: "New message for verified@ninepin.test" })).toBeAttached();

  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.getByRole("button", { name: "Copy code", exact: true }).click();
  await expect.poll(() => clipboard(page)).toBe("123456789");

  const rendered = page.getByTitle("Email", { exact: true });
  await expect(rendered).toHaveAttribute("sandbox", "");
  await expect(rendered.contentFrame().getByText("123456789", { exact: true })).toBeVisible();
  const paper = (title: string) =>
    page
      .getByTitle(title, { exact: true })
      .contentFrame()
      .getByText("123456789", { exact: true })
      .evaluate((code) => getComputedStyle(code).color);
  const light = await paper("Email");
  await page.getByRole("tab", { name: "Rendered" }).focus();
  await page.keyboard.press("ArrowRight");
  await expect(page.getByRole("tab", { name: "Dark" })).toHaveAttribute("aria-selected", "true");
  expect(await paper("Email in dark mode"), "its dark rules apply").not.toBe(light);
  await page.keyboard.press("ArrowRight");
  await expect(page.getByRole("tabpanel", { name: "Text" })).toContainText("123456789");
  await page.keyboard.press("ArrowRight");
  await expect(page.getByRole("region", { name: "HTML source" })).toContainText("<html");
  await page.keyboard.press("ArrowRight");
  await expect(page.getByRole("rowheader", { name: "Auto-Submitted" })).toBeVisible();
  await page.keyboard.press("ArrowRight");
  const checks = page.getByRole("list", { name: "Checks" }).getByRole("listitem");
  await expect(checks).toHaveText(Array(7).fill(/Good: /));
  await checkAccess(page);

  await page.getByRole("button", { name: "Delete", exact: true }).click();
  await expect(page.getByText("Nothing yet")).toBeVisible();
  await expect(page.getByRole("heading", { level: 1 })).toBeFocused();
});

test("text messages stand beside emails, and the list narrows to one recipient", async ({
  page,
  request,
  mailbox,
  email,
}) => {
  const key = await firstKey(page, mailbox, email);
  await send(request, key, { phone: "+14155550100" });
  await send(request, key, { email: "verified@ninepin.test" });
  await openMailbox(page);
  await messages(page)
    .getByRole("link", { name: /SMS \+14155550100/ })
    .click();
  await expect(page.getByRole("tab")).toHaveText(["Text"]);
  await expect(page.getByRole("tabpanel", { name: "Text" })).toContainText("123456");
  await expect(messages(page).getByRole("link", { name: /SMS/ })).toBeFocused();

  await page.getByRole("searchbox", { name: "Recipient" }).fill("Verified@ninepin.test");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\?to=Verified%40ninepin.test/);
  await expect(messages(page).getByRole("link")).toHaveCount(1);
  await page.getByRole("searchbox", { name: "Recipient" }).fill("nobody@ninepin.test");
  await page.getByRole("button", { name: "Filter" }).click();
  await expect(page.getByText("Nothing for nobody@ninepin.test")).toBeVisible();
  await page.getByRole("link", { name: "Show all messages" }).click();
  await expect(messages(page).getByRole("link")).toHaveCount(2);

  await page.getByRole("button", { name: "Delete all" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Cancel" }).click();
  await expect(messages(page).getByRole("link")).toHaveCount(2);
  await page.getByRole("button", { name: "Delete all" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Delete all" }).click();
  await expect(page.getByText("Nothing yet")).toBeVisible();
});

test("a message that is gone says so", async ({ page, request, mailbox, email }) => {
  const key = await firstKey(page, mailbox, email);
  await send(request, key, { email: "verified@ninepin.test" });
  await openMailbox(page);
  await page.goto(`${page.url()}?message=0190a000-0000-7000-8000-000000000000`);
  await expect(page.getByRole("heading", { name: "This message is not here any more" })).toBeVisible();
});

test.describe("in a narrow window", () => {
  test.use({ viewport: { width: 390, height: 740 } });

  test("the Mailbox is a list, then a message", async ({ page, request, mailbox, email, checkAccess }) => {
    const key = await firstKey(page, mailbox, email);
    await expectNoSidewaysScroll(page);
    await send(request, key, { email: "verified@ninepin.test" });
    await openMailbox(page);
    await expectNoSidewaysScroll(page);
    await expect(page.getByRole("button", { name: "Copy code", exact: true })).toBeHidden();
    await messages(page)
      .getByRole("link", { name: /verified@ninepin.test/ })
      .click();
    await expect(page.getByRole("button", { name: "Copy code", exact: true })).toBeVisible();
    await expect(messages(page)).toBeHidden();
    await expect(page.getByRole("heading", { level: 2 })).toBeFocused();
    await expectNoSidewaysScroll(page);
    await checkAccess(page);
    await page.getByRole("link", { name: "All messages" }).click();
    await expect(messages(page)).toBeVisible();
    await expect(page.getByRole("heading", { level: 1 })).toBeFocused();
  });
});

test.describe("the installation's Mailbox", () => {
  test("is closed without its token, and says where that is", async ({ page, checkAccess }) => {
    await page.goto("/mailbox");
    await expect(page.getByRole("heading", { name: "This Mailbox is closed" })).toBeVisible();
    await checkAccess(page);
    await page.goto("/mailbox?token=guess");
    await expect(page).toHaveURL("/mailbox?refused=1");
    await expect(page.getByText("That address does not open it")).toBeVisible();
    await page.getByRole("textbox", { name: "Operator key" }).fill("np_op_guess");
    await page.getByRole("button", { name: "Open the Mailbox" }).click();
    await expect(page.getByText("This is not the operator key of this installation.")).toBeVisible();
  });

  test("opens with its token, which leaves the address bar at once", async ({ page, context, quickstart, email }) => {
    await page.goto(quickstart.mailbox_url);
    await expect(page).toHaveURL("/mailbox");
    const cookies = (await context.cookies()).filter(({ name }) => name.includes("mailbox"));
    expect(cookies).toMatchObject([{ httpOnly: true, sameSite: "Strict", path: "/" }]);
    expect(quickstart.mailbox_url, "the cookie is not the token").not.toContain(cookies[0]?.value ?? "?");

    const other = await context.newPage();
    await askForCode(other, "/signup", email);
    await page.bringToFront();
    await expect(messages(page).getByRole("link", { name: new RegExp(email) })).toBeVisible();
  });

  test("opens with the operator's key", async ({ page, quickstart }) => {
    await page.goto("/mailbox");
    await page.getByRole("textbox", { name: "Operator key" }).fill(quickstart.operator_key);
    await page.getByRole("button", { name: "Open the Mailbox" }).click();
    await expect(page.getByRole("heading", { level: 1, name: "Mailbox" })).toBeVisible();
    expect(await page.content()).not.toContain(quickstart.operator_key);
  });
});
