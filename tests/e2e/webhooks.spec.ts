import type { Page } from "@playwright/test";
import { expect, expectNoSidewaysScroll, type Mailbox, openAccount, test } from "./fixtures";

async function openWebhooks(page: Page, mailbox: Mailbox, email: string): Promise<void> {
  await page.goto(`${await openAccount(page, mailbox, email)}/webhooks`);
  await expect(page.getByRole("heading", { level: 1, name: "Webhooks" })).toBeVisible();
}

const dialog = (page: Page) => page.getByRole("dialog");

test("a webhook is tried without a server: the echo shows what came, and that the signature matches", async ({
  page,
  mailbox,
  email,
  checkAccess,
}) => {
  await openWebhooks(page, mailbox, email);
  await page.getByRole("button", { name: "Try it without a server" }).click();
  await expect(page.getByRole("heading", { level: 1, name: /\/api\/hooks\/echo\// })).toBeVisible();
  await expect(page.getByText("Signature matches")).toBeVisible();
  await expect(page.getByRole("list", { name: "What the receiver got" })).toContainText("otp.verified");
  await checkAccess(page);

  // E opens the example, by keyboard alone.
  await page.getByRole("heading", { level: 1 }).click();
  await page.keyboard.press("e");
  await expect(dialog(page)).toHaveAccessibleName("Send an example");
  await dialog(page).getByLabel("Event").selectOption("user.created");
  await dialog(page).getByRole("button", { name: "Send it" }).click();
  await expect(dialog(page).getByText("Delivered: 204")).toBeVisible();
  await checkAccess(page);
  await page.keyboard.press("Escape");
  await expect(page.getByText("Signature matches")).toHaveCount(2);
  await expectNoSidewaysScroll(page);
});

test("an endpoint is tested before it is saved, saved all the same, and its secret is shown once", async ({
  page,
  mailbox,
  email,
  checkAccess,
}) => {
  await openWebhooks(page, mailbox, email);
  await page.getByRole("button", { name: "Add endpoint" }).click();
  await dialog(page).getByRole("button", { name: "Add endpoint" }).click();
  await expect(dialog(page).getByText("Enter a URL such as")).toBeVisible();
  await dialog(page).getByLabel("URL").fill("https://169.254.169.254/latest/meta-data");
  await dialog(page).getByRole("button", { name: "Add endpoint" }).click();
  await expect(dialog(page).getByText("Private address blocked")).toBeVisible();

  await dialog(page).getByLabel("URL").fill("https://nowhere.invalid/hooks");
  await dialog(page).getByRole("button", { name: "Recommended for sign-in" }).click();
  await dialog(page).getByRole("button", { name: "Send a test first" }).click();
  await expect(dialog(page).getByText(/DNS/)).toBeVisible();
  await checkAccess(page);
  await dialog(page).getByRole("button", { name: "Add it all the same" }).click();
  await expect(dialog(page)).toHaveAccessibleName("Endpoint added");
  const secret = await dialog(page)
    .getByText(/^whsec_/)
    .textContent();
  await checkAccess(page);
  await dialog(page).getByRole("button", { name: "Done" }).click();
  await page.reload();
  expect(await page.content()).not.toContain(secret ?? "whsec_");

  const row = page.getByRole("row").filter({ hasText: "nowhere.invalid" });
  await expect(row).toContainText("otp.verified and 4 more");
  await checkAccess(page);
  await row.getByRole("link").click();
  await page.getByRole("tab", { name: "Secret" }).click();
  await page.getByRole("button", { name: "Make a new secret" }).click();
  await expect(page.getByText(/^whsec_/)).not.toHaveText(secret ?? "");
  await page.getByRole("button", { name: "Turn off" }).click();
  await expect(page.getByText("Turned off by hand.")).toBeVisible();
  await page.getByRole("button", { name: "Turn on" }).click();
  await expect(page.getByText("Turned off by hand.")).toBeHidden();
  await page.getByRole("tab", { name: "Settings" }).click();
  await page.getByLabel("Description").fill("The old one");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Saved")).toBeVisible();
  await checkAccess(page);
  await page.getByRole("button", { name: "Delete endpoint" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Delete endpoint" }).click();
  await expect(page.getByText("No endpoints yet")).toBeVisible();
});

test("deliveries are gone through with the arrows, sent again with R, and recovered after they were counted", async ({
  page,
  request,
  mailbox,
  email,
  checkAccess,
}) => {
  await openWebhooks(page, mailbox, email);
  const slug = new URL(page.url()).pathname.split("/")[2];
  await page.getByRole("button", { name: "Try it without a server" }).click();
  await expect(page.getByText("Signature matches")).toBeVisible();
  const endpointUrl = page.url();

  // Two events of a sign-in, with the key that the sign-up gave.
  await page.goto(`/dashboard/${slug}/test/keys`);
  await page.getByRole("button", { name: "Create key" }).click();
  await dialog(page).getByLabel("Name").fill("Server");
  await dialog(page).getByRole("button", { name: "Create key" }).click();
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await dialog(page).getByRole("button", { name: "Copy key" }).click();
  await expect(page.getByText("Copied key")).toBeAttached();
  const key = await page.evaluate(() => navigator.clipboard.readText());
  const headers = { "x-api-key": key };
  await request.post("/api/auth/request-otp", { headers, data: { email: "verified@ninepin.test" } });
  await request.post("/api/auth/request-otp", { headers, data: { email: "verified+two@ninepin.test" } });

  await page.goto(endpointUrl);
  await page.getByRole("tab", { name: "Deliveries" }).click();
  await expect(async () => {
    await page.reload();
    await page.getByRole("tab", { name: "Deliveries" }).click();
    await expect(page.getByRole("row").filter({ hasText: "Delivered" })).toHaveCount(2, { timeout: 2_000 });
  }).toPass();
  await checkAccess(page);
  await page.getByRole("row").filter({ hasText: "Delivered" }).first().getByRole("link").click();
  await expect(page.getByText("Attempt 1 of 8")).toBeVisible();
  await checkAccess(page);
  const first = page.url();
  await page.keyboard.press("ArrowRight");
  await expect.poll(() => page.url()).not.toBe(first);
  await expect(page.getByRole("button", { name: "Older" })).toBeDisabled();
  await page.keyboard.press("ArrowLeft");
  await expect.poll(() => page.url()).toBe(first);
  await page.keyboard.press("r");
  await expect(page.getByText("Sending it again")).toBeVisible();
  await expect(async () => {
    await page.reload();
    await expect(page.getByText("Attempt 2 of 9")).toBeVisible({ timeout: 2_000 });
  }).toPass();

  await page.goto(endpointUrl);
  await page.getByRole("tab", { name: "Deliveries" }).click();
  await page.getByRole("button", { name: "Recover failed" }).click();
  await dialog(page).getByRole("button", { name: "Count them" }).click();
  await expect(dialog(page).getByText("Nothing has failed in that time.")).toBeVisible();
});

test("the catalogue shows every event with its schema, an example and handlers", async ({
  page,
  mailbox,
  email,
  checkAccess,
}) => {
  // Three looks by axe, one of them at a long page.
  test.slow();
  await openWebhooks(page, mailbox, email);
  await page.getByRole("link", { name: "Event catalogue" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Event catalogue" })).toBeVisible();
  const card = page.getByRole("region", { name: "otp.verified", exact: true });
  await expect(card.getByRole("region", { name: "otp.verified: example" })).toContainText('"type": "otp.verified"');
  await card.getByText("Schema and handlers").click();
  await expect(card.getByRole("region", { name: "otp.verified: JSON schema" })).toContainText('"challenge_id"');
  await expect(card.getByRole("region", { name: /TypeScript/ })).toContainText("webhook.verify");
  await checkAccess(page);
  await expectNoSidewaysScroll(page);

  // An example goes from here to an endpoint, once there is one.
  await expect(page.getByRole("button", { name: /^Send an example/ })).toHaveCount(0);
  await page.getByRole("link", { name: "All endpoints" }).click();
  await page.getByRole("button", { name: "Try it without a server" }).click();
  await expect(page.getByText("Signature matches")).toBeVisible();
  await page.getByRole("link", { name: "All endpoints" }).click();
  await page.getByRole("link", { name: "Event catalogue" }).click();
  await page.getByRole("button", { name: "Send an example of quota.warning" }).click();
  await expect(dialog(page).getByLabel("Endpoint")).toContainText("/api/hooks/echo/");
  await dialog(page).getByRole("button", { name: "Send it" }).click();
  await expect(dialog(page).getByText("Delivered: 204")).toBeVisible();
  await expect(dialog(page).getByRole("region", { name: "What we sent" })).toContainText('"type":"quota.warning"');
  await checkAccess(page);
});
