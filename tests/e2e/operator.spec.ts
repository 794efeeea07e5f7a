import { createServer } from "node:http";
import type { Page } from "@playwright/test";
import { expect, expectNoSidewaysScroll, type Mailbox, openAccount, test } from "./fixtures";

test.use({ tellsLandmarksApart: true });

/** Opens the console with the operator's key, and stops at its home. */
async function openConsole(page: Page, key: string): Promise<void> {
  await page.goto("/operator");
  await expect(page).toHaveURL("/operator/signin");
  await page.getByLabel("Operator key").fill(key);
  await page.getByRole("button", { name: "Open the console" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Home" })).toBeVisible();
}

/** Signs a company up in a browser of its own, and answers its dashboard's page. */
async function openDashboard(page: Page, mailbox: Mailbox, email: string): Promise<void> {
  await page.goto(`${await openAccount(page, mailbox, email)}/overview`);
}

test("the console opens with the operator's key alone, by keyboard, and leaves nothing open", async ({
  page,
  context,
  quickstart,
  checkAccess,
}) => {
  for (const path of [
    "/operator",
    "/operator/customers",
    "/operator/customers/new",
    "/operator/providers",
    "/operator/settings",
  ]) {
    await page.goto(path);
    await expect(page).toHaveURL("/operator/signin");
  }
  const field = page.getByLabel("Operator key");
  await field.focus();
  await page.keyboard.press("Enter");
  await expect(page.getByText("Paste the operator key")).toBeVisible();
  await field.fill("np_op_that_is_of_no_installation");
  await page.keyboard.press("Enter");
  await expect(page.getByText("This is not the operator key")).toBeVisible();
  await checkAccess(page);
  await field.fill(quickstart.operator_key);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "Home" })).toBeVisible();
  const cookie = (await context.cookies()).find(({ name }) => name.includes("operator"));
  expect(cookie).toMatchObject({ httpOnly: true, sameSite: "Strict" });
  expect(cookie?.value).not.toContain(quickstart.operator_key);

  await page.getByRole("button", { name: "Leave" }).click();
  await expect(page).toHaveURL("/operator/signin");
  await page.goto("/operator/customers");
  await expect(page).toHaveURL("/operator/signin");
});

test("home says how the installation is, and refreshes without moving the focus", async ({
  page,
  quickstart,
  checkAccess,
}) => {
  await page.clock.install();
  await openConsole(page, quickstart.operator_key);
  await expect(page.getByRole("region", { name: "Health" })).toContainText(/Database.*Answers/);
  for (const tile of ["Codes today", "Sign-ups today", "Queues", "Jobs"]) {
    await expect(page.getByRole("region", { name: tile, exact: true })).toBeVisible();
  }
  await checkAccess(page);
  const pause = page.getByRole("button", { name: "Pause" });
  await pause.focus();
  const refreshed = page.waitForResponse((answer) => answer.url().includes("/operator?_rsc"));
  await page.clock.runFor(11_000);
  await refreshed;
  await expect(pause).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(pause).toHaveAttribute("aria-pressed", "true");
  await expect(page.getByText("Not refreshing")).toBeVisible();
});

test("the operator finds a customer, suspends them with a reason and lets them go on", async ({
  page,
  browser,
  baseURL,
  mailbox,
  email,
  quickstart,
  checkAccess,
}) => {
  const theirs = await (await browser.newContext({ baseURL, reducedMotion: "reduce" })).newPage();
  await openDashboard(theirs, mailbox, email);

  await openConsole(page, quickstart.operator_key);
  await page.getByRole("link", { name: "Customers" }).click();
  await page.getByLabel("Search").fill(email);
  await page.getByRole("button", { name: "Search" }).click();
  const found = page.getByRole("link", { name: "Northwind", exact: true });
  await expect(found).toHaveCount(1);
  await found.click();
  await expect(page.getByRole("heading", { level: 1, name: "Northwind" })).toBeVisible();
  await expect(page.getByRole("row").filter({ hasText: email })).toContainText("Owner");
  await checkAccess(page);

  await page.getByLabel("Reason to suspend").fill("Codes to numbers that nobody asked for");
  await page.getByRole("button", { name: "Suspend customer" }).click();
  await expect(page.getByText("Suspended: keys are refused")).toBeVisible();
  await checkAccess(page);

  await theirs.reload();
  const notices = theirs.getByRole("region", { name: "Notices" });
  await expect(notices).toContainText("Northwind is suspended");
  await expect(notices).toContainText("Codes to numbers that nobody asked for");
  await theirs.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "API keys" }).click();
  await expect(theirs.getByRole("heading", { level: 1, name: "API keys" }), "it can be read").toBeVisible();
  await expect(notices, "on every page").toBeVisible();
  await checkAccess(theirs);

  await page.getByRole("button", { name: "Activate customer" }).click();
  await expect(page.getByLabel("Reason to suspend")).toBeVisible();
  await theirs.reload();
  await expect(notices).toHaveCount(0);
  await theirs.context().close();
});

test("the operator changes plan, quotas and features, and is told beside the field what is wrong", async ({
  page,
  quickstart,
  checkAccess,
}) => {
  await openConsole(page, quickstart.operator_key);
  await page.goto("/operator/customers/new");
  await page.getByRole("button", { name: "Register customer" }).click();
  await expect(page.getByText("Must not be empty")).toBeVisible();
  await page.getByLabel("Name", { exact: true }).fill("Contoso");
  await page.getByLabel("Owner’s email").fill("nobody");
  await page.getByLabel("Plan").selectOption("pro");
  await page.getByRole("button", { name: "Register customer" }).click();
  await expect(page.getByText("Enter an address like name@company.com")).toBeVisible();
  await expect(page.getByLabel("Plan"), "what was chosen is kept").toHaveValue("pro");
  await page.getByLabel("Owner’s email").fill(`owner.${Date.now()}@contoso.example`);
  await page.getByRole("button", { name: "Register customer" }).click();
  await expect(page.getByText("This is the only time you see the secret keys")).toBeVisible();
  await expect(page.getByText(/^np_live_sk_/)).toBeVisible();
  await checkAccess(page);

  await page.getByRole("link", { name: "Open Contoso" }).click();
  const terms = page.getByRole("region", { name: "Plan and quotas" });
  await expect(terms.getByLabel("Plan")).toHaveValue("pro");
  await terms.getByLabel("Codes a day").fill("many");
  await terms.getByRole("button", { name: "Save plan" }).click();
  await expect(terms.getByText("Must be a whole number")).toBeVisible();
  await expect(terms.getByLabel("Codes a day")).toHaveValue("many");
  await terms.getByLabel("Codes a day").fill("1,234");
  await terms.getByRole("button", { name: "Save plan" }).click();
  await expect(page.getByText("0 of 1,234 in live")).toBeVisible();

  const features = page.getByRole("region", { name: "Features" });
  await features.getByLabel("API keys").fill("3");
  await features.getByLabel("Custom claims").selectOption("off");
  await features.getByRole("button", { name: "Save features" }).click();
  await expect(page.getByText("Features saved")).toBeVisible();
  await page.reload();
  await expect(features.getByLabel("API keys")).toHaveValue("3");
  await expect(features.getByLabel("Custom claims")).toHaveValue("off");
});

test("the operator asks for a deletion by the name, and takes it back", async ({
  page,
  request,
  quickstart,
  checkAccess,
}) => {
  const registered = await request.post("/api/admin/customers", {
    headers: { authorization: `Bearer ${quickstart.operator_key}` },
    data: { name: "Contoso", email: `deleted.${Date.now()}@contoso.example` },
  });
  const { customer } = await registered.json();
  await openConsole(page, quickstart.operator_key);
  await page.goto(`/operator/customers/${customer.id}`);
  await page.getByRole("button", { name: "Delete Contoso" }).click();
  const dialog = page.getByRole("alertdialog");
  await expect(dialog.getByRole("button", { name: "Delete in seven days" })).toBeDisabled();
  await dialog.getByLabel("Type Contoso to confirm").fill("Contoso");
  await checkAccess(page);
  await page.keyboard.press("Enter");
  await expect(page.getByText(/Everything of Contoso is deleted on/)).toBeVisible();
  await page.getByRole("button", { name: "Keep everything" }).press("Enter");
  await expect(page.getByRole("button", { name: "Delete Contoso" })).toBeVisible();
});

test("a provider of the installation is tested in words, and the address that its vendor is to call is there", async ({
  page,
  quickstart,
  checkAccess,
}) => {
  const twilio = createServer((_, response) => {
    response.writeHead(401, { "content-type": "application/json" });
    response.end(JSON.stringify({ code: 20003, message: "Authenticate", status: 401 }));
  }).listen(Number(process.env.NINEPIN_E2E_TWILIO_PORT), "127.0.0.1");
  try {
    await openConsole(page, quickstart.operator_key);
    await page.getByRole("link", { name: "Providers" }).click();
    await expect(page.getByRole("heading", { level: 1, name: "Providers" })).toBeFocused();
    await expect(page.getByRole("list", { name: "Providers, in order" })).toContainText(/Twilio Verify.*Text message/);
    await expect(page.getByRole("list", { name: "Callback addresses" })).toContainText("/api/hooks/twilio-verify/");
    await expect(page.getByRole("button", { name: "Copy the callback address for Twilio Verify" })).toBeVisible();

    await page.getByRole("button", { name: "Send a test by Twilio Verify" }).press("Enter");
    const dialog = page.getByRole("dialog", { name: "Send a test by Twilio Verify" });
    await dialog.getByRole("button", { name: "Send test" }).click();
    await expect(dialog.getByText("Enter a phone number")).toBeVisible();
    await dialog.getByLabel("Phone number").fill("+44 7400 123456");
    await page.keyboard.press("Enter");
    await expect(dialog.getByRole("status")).toContainText("Twilio Verify does not know these credentials.");
    await checkAccess(page);
    await page.keyboard.press("Escape");
    await expect(page.getByRole("button", { name: "Send a test by Twilio Verify" })).toBeFocused();
  } finally {
    twilio.close();
  }
});

test("settings of the installation are saved, and refused beside the field", async ({
  page,
  quickstart,
  checkAccess,
}) => {
  await openConsole(page, quickstart.operator_key);
  await page.getByRole("link", { name: "Settings" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Settings" })).toBeFocused();
  const lowest = page.getByLabel("codes.length, at least");
  await lowest.fill("99");
  await page.getByRole("button", { name: "Save settings" }).click();
  await expect(page.getByText("Must be at most 10")).toBeVisible();
  await expect(lowest).toHaveValue("99");
  await checkAccess(page);
  await lowest.fill("");
  const most = page.getByLabel("sessions.max_per_user, at most");
  await most.fill("90");
  await page.getByRole("button", { name: "Save settings" }).click();
  await expect(page.getByText("Settings saved")).toBeVisible();
  await page.reload();
  await expect(most).toHaveValue("90");
  await most.fill("");
  await page.getByRole("button", { name: "Save settings" }).click();
  await expect(page.getByText("Settings saved")).toBeVisible();
});

for (const colorScheme of ["light", "dark"] as const) {
  test.describe(`in a narrow ${colorScheme} window`, () => {
    test.use({ viewport: { width: 390, height: 740 }, colorScheme });

    test("every page of the console fits", async ({ page, quickstart, checkAccess }) => {
      await openConsole(page, quickstart.operator_key);
      for (const [link, heading] of [
        ["Customers", "Customers"],
        ["Providers", "Providers"],
        ["Settings", "Settings"],
        ["Home", "Home"],
      ] as const) {
        await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: link }).click();
        await expect(page.getByRole("heading", { level: 1, name: heading })).toBeFocused();
        await expectNoSidewaysScroll(page);
        await checkAccess(page);
      }
      await page.goto("/operator/customers");
      await page.getByRole("list", { name: "Customers" }).getByRole("link").first().click();
      await expect(page.getByRole("region", { name: "Plan and quotas" })).toBeVisible();
      await expectNoSidewaysScroll(page);
      await checkAccess(page);
    });
  });
}
