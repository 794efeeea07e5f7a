import type { APIRequestContext, Page } from "@playwright/test";
import { expect, expectNoSidewaysScroll, type Mailbox, openAccount, test } from "./fixtures";

async function openKeys(page: Page, mailbox: Mailbox, email: string): Promise<void> {
  await page.goto(`${await openAccount(page, mailbox, email)}/keys`);
  await expect(page.getByRole("heading", { level: 1, name: "API keys" })).toBeVisible();
}

const dialog = (page: Page) => page.getByRole("dialog");

/** Fills the form in and sends it; the dialog then shows the key. */
async function createKey(page: Page, name: string, type: "secret" | "publishable" = "secret"): Promise<string> {
  await page.getByRole("button", { name: "Create key" }).click();
  await dialog(page).getByLabel("Name").fill(name);
  await dialog(page).getByLabel("Type").selectOption(type);
  await dialog(page).getByRole("button", { name: "Create key" }).click();
  await expect(dialog(page)).toHaveAccessibleName(name);
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await dialog(page).getByRole("button", { name: "Copy key" }).click();
  await expect(page.getByText("Copied key")).toBeAttached();
  return page.evaluate(() => navigator.clipboard.readText());
}

const requestCode = (request: APIRequestContext, key: string) =>
  request.post("/api/auth/request-otp", { headers: { "x-api-key": key }, data: { email: "verified@ninepin.test" } });

test("a secret key is shown once, works, and stops working when it is revoked", async ({
  page,
  request,
  mailbox,
  email,
  checkAccess,
}) => {
  await openKeys(page, mailbox, email);
  const key = await createKey(page, "Checkout server");
  expect(key).toMatch(/^np_test_sk_/);
  await checkAccess(page);
  await dialog(page).getByRole("button", { name: "Copy as .env line" }).click();
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe(`NINEPIN_SECRET_KEY=${key}`);
  await dialog(page).getByRole("button", { name: "Copy cURL: ask for a code" }).click();
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toContain(`X-API-Key: ${key}`);
  await dialog(page).getByRole("button", { name: "Done" }).click();
  await expect(dialog(page)).toBeHidden();
  await expect(page.getByRole("button", { name: "Create key" })).toBeFocused();
  expect(await page.content(), "the key is gone with its dialog").not.toContain(key);

  const row = page.getByRole("row").filter({ hasText: "Checkout server" });
  await expect(row).toContainText(key.slice(-4));
  await expect(row).toContainText("Active");
  expect((await requestCode(request, key)).status()).toBe(200);
  await page.reload();
  expect(await page.content()).not.toContain(key);

  await row.getByRole("button", { name: "Revoke Checkout server" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Cancel" }).click();
  await expect(row.getByRole("button", { name: "Revoke Checkout server" })).toBeFocused();
  await row.getByRole("button", { name: "Revoke Checkout server" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Revoke key" }).click();
  await expect(row).toContainText("Revoked");
  const refused = await requestCode(request, key);
  expect(refused.status()).toBe(401);
  expect(await refused.json()).toMatchObject({ code: "invalid_api_key" });
});

test("closing asks once while a key has not been copied", async ({ page, mailbox, email, checkAccess }) => {
  await openKeys(page, mailbox, email);
  await page.getByRole("button", { name: "Create key" }).click();
  await expect(dialog(page).getByLabel("Name")).toBeFocused();
  await dialog(page).getByLabel("Name").fill("Not copied");
  await page.keyboard.press("Enter");
  await expect(dialog(page).getByRole("button", { name: "Copy key" })).toBeFocused();

  await page.keyboard.press("Escape");
  const question = page.getByRole("alertdialog", { name: "Close without copying?" });
  await expect(question).toContainText("You won't see this key again.");
  await checkAccess(page);
  await question.getByRole("button", { name: "Go back" }).click();
  await expect(dialog(page).getByRole("button", { name: "Copy key" })).toBeVisible();

  await page.keyboard.press("Escape");
  await question.getByRole("button", { name: "Close anyway" }).click();
  await expect(dialog(page)).toBeHidden();
  await expect(page.getByRole("row").filter({ hasText: "Not copied" })).toBeVisible();
});

test("leaving the page asks, too", async ({ page, mailbox, email }) => {
  await openKeys(page, mailbox, email);
  await page.getByRole("button", { name: "Create key" }).click();
  await dialog(page).getByLabel("Name").fill("Not copied");
  await page.keyboard.press("Enter");
  await expect(dialog(page).getByRole("button", { name: "Copy key" })).toBeVisible();
  const asked = page.waitForEvent("dialog");
  const leaving = page.reload();
  const question = await asked;
  expect(question.type()).toBe("beforeunload");
  await question.accept();
  await leaving;
});

test("what is wrong is said at its field, and nothing typed is lost", async ({ page, mailbox, email, checkAccess }) => {
  await openKeys(page, mailbox, email);
  await page.getByRole("button", { name: "Create key" }).click();
  const form = dialog(page);
  await form.getByLabel("Type").selectOption("publishable");
  await form.getByRole("textbox", { name: "Allowed origins" }).fill("https://shop.example\nshop.example");
  await form.getByLabel("Expires").fill("2020-01-31");
  await form.getByRole("button", { name: "Create key" }).click();

  await expect(form.getByLabel("Name")).toHaveAccessibleDescription(/Give the key a name/);
  await expect(form.getByLabel("Name")).toBeFocused();
  const origins = form.getByRole("textbox", { name: "Allowed origins" });
  await expect(origins).toHaveAccessibleDescription(/Line 2: Must be an origin/);
  await expect(origins).toHaveValue("https://shop.example\nshop.example");
  await checkAccess(page);

  await form.getByLabel("Name").fill("Web shop");
  await origins.fill("https://shop.example/");
  await form.getByRole("button", { name: "Create key" }).click();
  await expect(form.getByLabel("Expires")).toHaveAccessibleDescription(/Choose a day that has not passed/);
  await form.getByLabel("Expires").fill("2120-01-31");
  await form.getByRole("button", { name: "Create key" }).click();
  await form.getByRole("button", { name: "Done" }).click();
  await expect(page.getByRole("row").filter({ hasText: "Web shop" })).toContainText("https://shop.example");
});

test("a publishable key can be read again", async ({ page, request, mailbox, email }) => {
  await openKeys(page, mailbox, email);
  const key = await createKey(page, "Browser", "publishable");
  expect(key).toMatch(/^np_test_pk_/);
  await page.reload();
  await page.evaluate(() => navigator.clipboard.writeText(""));
  await page.getByRole("button", { name: "Copy key Browser" }).click();
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe(key);
  const answer = await request.post("/api/auth/request-otp", {
    headers: { "x-api-key": key, origin: "https://anything.example" },
    data: { email: "verified@ninepin.test" },
  });
  expect(answer.status(), "in test, no listed origin means any").toBe(200);
});

test("a live key is revoked only when its name is typed", async ({ page, mailbox, email }) => {
  await openKeys(page, mailbox, email);
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Live" }).click();
  await page.waitForURL("**/live/keys");
  expect(await createKey(page, "Production")).toMatch(/^np_live_sk_/);
  await dialog(page).getByRole("button", { name: "Done" }).click();
  await page.getByRole("button", { name: "Revoke Production" }).click();
  const confirm = page.getByRole("alertdialog");
  await expect(confirm).toContainText("It is your last secret live key");
  await expect(confirm.getByRole("button", { name: "Revoke key" })).toBeDisabled();
  await confirm.getByRole("textbox", { name: "Type Production to confirm" }).fill("Production");
  await confirm.getByRole("button", { name: "Revoke key" }).click();
  await expect(page.getByRole("row").filter({ hasText: "Production" })).toContainText("Revoked");
});

test("a key that may only send and check says so, and its first request is seen", async ({
  page,
  request,
  mailbox,
  email,
  checkAccess,
}) => {
  await openKeys(page, mailbox, email);
  await page.getByRole("button", { name: "Create key" }).click();
  await dialog(page).getByLabel("Name").fill("Narrow");
  await dialog(page).getByLabel("May do").selectOption("custom");
  await dialog(page).getByRole("button", { name: "Create key" }).click();
  await expect(dialog(page).getByText("Choose at least one")).toBeVisible();
  await checkAccess(page);
  await dialog(page).getByLabel("May do").selectOption("Send and verify");
  await dialog(page).getByLabel("Allowed addresses").fill("anywhere");
  await dialog(page).getByRole("button", { name: "Create key" }).click();
  await expect(dialog(page).getByLabel("Allowed addresses")).toHaveAccessibleDescription(/Line 1: Must be an address/);
  await dialog(page).getByLabel("Allowed addresses").fill("127.0.0.1\n::1");
  await dialog(page).getByRole("button", { name: "Create key" }).click();
  await expect(dialog(page).getByText("Waiting for the first request")).toBeVisible();
  const key =
    (await dialog(page)
      .getByText(/^np_test_sk_[\w-]+$/)
      .first()
      .textContent()) ?? "";
  const headers = { "x-api-key": key, "user-agent": "curl/8.14.1" };
  const asked = await request.post("/api/auth/request-otp", { headers, data: { email: "verified@ninepin.test" } });
  expect(asked.status(), await asked.text()).toBe(200);
  await expect(dialog(page).getByText(/^Used/)).toBeVisible();
  await expect(
    dialog(page)
      .getByText(/curl\/8\.14\.1/)
      .last(),
  ).toBeVisible();
  await checkAccess(page);
  expect((await request.get("/api/admin/config", { headers })).status()).toBe(403);
  await dialog(page).getByRole("button", { name: "Copy key" }).click();
  await dialog(page).getByRole("button", { name: "Done" }).click();
  const row = page.getByRole("row").filter({ hasText: "Narrow" });
  await expect(row).toContainText("Secret, send and verify");
  await expect(row).toContainText("127.0.0.1");
  await page.reload();
  await expect(row).toContainText("curl/8.14.1");
});

test("a key is rotated: both work until the old one is revoked", async ({
  page,
  request,
  mailbox,
  email,
  checkAccess,
}) => {
  await openKeys(page, mailbox, email);
  const old = await createKey(page, "Server");
  await dialog(page).getByRole("button", { name: "Done" }).click();
  await page.getByRole("button", { name: "Rotate Server" }).click();
  await expect(dialog(page).getByLabel("The old key ends")).toHaveValue("604800");
  await dialog(page).getByLabel("The old key ends").selectOption("In 24 hours");
  await checkAccess(page);
  await dialog(page).getByRole("button", { name: "Rotate key" }).click();
  const fresh =
    (await dialog(page)
      .getByText(/^np_test_sk_[\w-]+$/)
      .first()
      .textContent()) ?? "";
  expect(fresh).not.toBe(old);
  await dialog(page).getByRole("button", { name: "Copy key" }).click();
  await dialog(page).getByRole("button", { name: "Done" }).click();

  const oldRow = page
    .getByRole("row")
    .filter({ hasText: old.slice(-4) })
    .filter({ hasText: "Replaced by" });
  await expect(oldRow).toContainText("Active");
  await expect(page.getByRole("row").filter({ hasText: "In place of" })).toContainText(fresh.slice(-4));
  expect((await requestCode(request, old)).status()).toBe(200);
  expect((await requestCode(request, fresh)).status()).toBe(200);
  await oldRow.getByRole("button", { name: "Revoke old key now: Server" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Revoke key" }).click();
  await expect(page.getByRole("row").filter({ hasText: "Revoked" })).toContainText(old.slice(-4));
  expect((await requestCode(request, old)).status()).toBe(401);
  expect((await requestCode(request, fresh)).status()).toBe(200);
});

test.describe("in a narrow window", () => {
  test.use({ viewport: { width: 390, height: 740 } });

  test("keys are made and listed without scrolling sideways", async ({ page, mailbox, email, checkAccess }) => {
    await page.goto(`${await openAccount(page, mailbox, email)}/overview`);
    await page.getByRole("main").getByRole("link", { name: "a test key" }).click();
    await createKey(page, "Checkout server");
    await expectNoSidewaysScroll(page);
    await checkAccess(page);
    await dialog(page).getByRole("button", { name: "Done" }).click();
    const list = page.getByRole("list", { name: "Keys" });
    await expect(list.getByRole("listitem").filter({ hasText: "Checkout server" })).toContainText("Active");
    await expectNoSidewaysScroll(page);
  });
});

test("a key is given another name, and what it may do and from where, and keeps working", async ({
  page,
  request,
  mailbox,
  email,
  checkAccess,
}) => {
  await openKeys(page, mailbox, email);
  const key = await createKey(page, "Checkout server");
  await dialog(page).getByRole("button", { name: "Done" }).click();
  await page.getByRole("button", { name: "Edit Checkout server" }).click();
  await dialog(page).getByLabel("Name").fill("Sign-in server");
  await dialog(page).getByLabel("May do").selectOption("send_and_verify");
  await dialog(page).getByLabel("Allowed addresses").fill("not an address");
  await dialog(page).getByRole("button", { name: "Save" }).click();
  await expect(dialog(page).getByLabel("Allowed addresses")).toBeFocused();
  await checkAccess(page);
  await dialog(page).getByLabel("Allowed addresses").fill("127.0.0.1\n::1");
  await dialog(page).getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("dialog", { name: /^Edit/ })).toBeHidden();

  const row = page.getByRole("row").filter({ hasText: "Sign-in server" });
  await expect(row).toContainText(key.slice(-4));
  await expect(row.getByRole("button", { name: "Edit Sign-in server" })).toBeFocused();
  expect((await requestCode(request, key)).status()).toBe(200);
  const beyond = await request.get("/api/admin/config", { headers: { "x-api-key": key } });
  expect(beyond.status()).toBe(403);
});
