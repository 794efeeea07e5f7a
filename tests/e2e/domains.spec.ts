import type { Page } from "@playwright/test";
import { type RecordDns, startRecordDns } from "@/tests/support/dns-records";
import { expect, expectNoSidewaysScroll, type Mailbox, openAccount, tabTo, test } from "./fixtures";

let dns: RecordDns;

// The server's resolver, as the configuration names it. The tests ask the same one: each has a name of its own.
test.describe.configure({ mode: "serial" });
test.beforeAll(async () => {
  dns = await startRecordDns(Number(process.env.NINEPIN_E2E_DNS_PORT));
});
test.afterAll(() => dns.close());

const dialog = (page: Page) => page.getByRole("dialog");
const row = (page: Page, name: RegExp) => page.getByRole("row", { name });

async function openDomains(page: Page, mailbox: Mailbox, email: string): Promise<void> {
  await page.goto(`${await openAccount(page, mailbox, email)}/domains`);
  await expect(page.getByRole("heading", { level: 1, name: "Domains" })).toBeVisible();
}

async function addDomain(page: Page, entered: string): Promise<void> {
  await page.getByRole("button", { name: "Add domain" }).click();
  await dialog(page).getByLabel("Domain").fill(entered);
  await dialog(page).getByRole("button", { name: "Next" }).click();
  await expect(dialog(page).getByText("Send from")).toBeVisible();
}

/** What the button copies. */
async function copied(page: Page, label: string): Promise<string> {
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await page
    .getByRole("button", { name: `Copy ${label}`, exact: true })
    .first()
    .click();
  await expect(page.getByRole("status").filter({ hasText: `Copied ${label}` })).toBeAttached();
  return page.evaluate(() => navigator.clipboard.readText());
}

test("a domain is added from a URL, told what is wrong with its DNS, and verified without a reload", async ({
  page,
  mailbox,
  email,
  checkAccess,
}) => {
  dns.set("NS", "northwind-e2e.dev", "ada.ns.cloudflare.com");
  await openDomains(page, mailbox, email);
  await addDomain(page, "https://northwind-e2e.dev/app");
  await expect(dialog(page).getByRole("radio", { name: "login@mail.northwind-e2e.dev" })).toBeChecked();
  await expect(dialog(page).getByText("DNS is at Cloudflare.")).toBeVisible();
  await checkAccess(page);
  await dialog(page).getByRole("button", { name: "Add domain" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "mail.northwind-e2e.dev" })).toBeVisible();
  await checkAccess(page);

  const token = await copied(page, "value for Ownership record");
  const key = await copied(page, "value for DKIM record");
  const selector = await copied(page, "name for DKIM record");
  expect(await copied(page, "name for Ownership record")).toBe("_ninepin.mail");
  expect(token).toMatch(/^ninepin-verify=[0-9a-f]{40}$/);
  await page.getByRole("button", { name: "Show whole names" }).click();
  expect(await copied(page, "name for Ownership record")).toBe("_ninepin.mail.northwind-e2e.dev");
  expect(await copied(page, "all records as a BIND zone")).toContain(
    `_ninepin.mail.northwind-e2e.dev. 3600 IN TXT "${token}"`,
  );

  dns.set("TXT", "_ninepin.mail.northwind-e2e.dev.northwind-e2e.dev", token);
  dns.set("TXT", `${selector}.northwind-e2e.dev`, key);
  await page.getByRole("button", { name: "Check now" }).click();
  await expect(row(page, /^Ownership/)).toContainText(
    "It is at _ninepin.mail.northwind-e2e.dev.northwind-e2e.dev: your DNS host adds northwind-e2e.dev by itself. Enter _ninepin.mail as the name.",
  );
  await expect(row(page, /^DKIM/)).toContainText("Found");
  await checkAccess(page);

  dns.set("TXT", "_ninepin.mail.northwind-e2e.dev", token);
  await expect(async () => {
    await page.getByRole("button", { name: "Check now" }).click();
    await expect(page.getByText("Mail comes from login@mail.northwind-e2e.dev")).toBeVisible({ timeout: 3_000 });
  }).toPass();
  await expect(page.getByText("Verified", { exact: true })).toBeVisible();
  await expectNoSidewaysScroll(page);
  await page.setViewportSize({ width: 320, height: 800 });
  await expectNoSidewaysScroll(page);
  await checkAccess(page);
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.getByRole("button", { name: "Delete domain" }).click();
  await page.getByRole("alertdialog").getByRole("textbox").fill("mail.northwind-e2e.dev");
  await page.getByRole("alertdialog").getByRole("button", { name: "Delete domain" }).click();
  await expect(page.getByText("No domains yet")).toBeVisible();
});

test("whoever runs the DNS sees the records without an account, until the link is taken back", async ({
  page,
  browser,
  request,
  quickstart,
  mailbox,
  email,
  checkAccess,
  expectedErrors,
}) => {
  expectedErrors.push(/404 \(Not Found\)/);
  dns.set("NS", "forwarded-e2e.dev", "ns1.forwarded-host.dev");
  await openDomains(page, mailbox, email);
  await addDomain(page, "ada@forwarded-e2e.dev");
  await dialog(page).getByRole("button", { name: "Add domain" }).click();
  await page.getByRole("button", { name: "Send these to my DNS admin" }).click();
  const admin = `dns.${email}`;
  await dialog(page).getByLabel("Email").fill(admin);
  await dialog(page).getByRole("button", { name: "Send", exact: true }).click();
  await expect(dialog(page).getByText("The link is shown this once.")).toBeVisible();
  await checkAccess(page);
  await dialog(page).getByRole("button", { name: "Done" }).click();

  const answered = await request.get("/api/test/messages", {
    params: { to: admin, wait: "10" },
    headers: { authorization: `Bearer ${quickstart.operator_key}` },
  });
  const link = /http:\/\/localhost:\d+\/d\/[\w-]{43}/.exec(await answered.text())?.[0] ?? "";
  const clean = await browser.newContext();
  const shared = await clean.newPage();
  await shared.goto(link);
  await expect(shared.getByRole("heading", { level: 1, name: "mail.forwarded-e2e.dev" })).toBeVisible();
  await expect(shared.getByRole("row", { name: /^Ownership/ })).toBeVisible();
  await expect(shared.getByRole("navigation")).toHaveCount(0);
  await shared.getByRole("button", { name: "Check now" }).click();
  await expect(shared.getByText("Nothing there yet").or(shared.getByText("Not there yet")).first()).toBeVisible();
  await checkAccess(shared);
  await expectNoSidewaysScroll(shared);

  await page.getByRole("button", { name: "Take back" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Take back" }).click();
  await expect(page.getByText("Links taken back")).toBeVisible();
  expect((await shared.goto(link))?.status()).toBe(404);
  await expect(shared.getByText("Ask the person who sent it for a new one.")).toBeVisible();
  await clean.close();
});

test("a domain is added, looked at and deleted without a mouse", async ({ page, mailbox, email }) => {
  dns.set("NS", "keys-e2e.dev", "ns1.keys-host.dev");
  await openDomains(page, mailbox, email);
  await tabTo(page, page.getByRole("button", { name: "Add domain" }));
  await page.keyboard.press("Enter");
  await expect(dialog(page).getByLabel("Domain")).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("button", { name: "Add domain" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(dialog(page).getByLabel("Domain")).toBeFocused();
  await page.keyboard.type("keys-e2e.dev");
  await page.keyboard.press("Enter");
  await expect(dialog(page).getByRole("radio", { name: "login@mail.keys-e2e.dev" })).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await expect(dialog(page).getByRole("radio", { name: "login@keys-e2e.dev" })).toBeChecked();
  await tabTo(page, dialog(page).getByRole("button", { name: "Back" }));
  await page.keyboard.press("Enter");
  await expect(dialog(page).getByLabel("Domain")).toBeFocused();
  await expect(dialog(page).getByLabel("Domain")).toHaveValue("keys-e2e.dev");
  await page.keyboard.press("Enter");
  await expect(dialog(page).getByRole("radio", { name: "login@mail.keys-e2e.dev" })).toBeFocused();
  await page.keyboard.press("Enter");

  await expect(page.getByRole("heading", { level: 1, name: "mail.keys-e2e.dev" })).toBeFocused();
  await tabTo(page, page.getByRole("button", { name: "Check now" }));
  await page.keyboard.press("Enter");
  // Whether it looks again or says that it has just looked: the focus stays.
  await expect(page.getByRole("button", { name: "Check now" })).toBeFocused();
  await tabTo(page, page.getByRole("button", { name: "Delete domain" }));
  await page.keyboard.press("Enter");
  const sure = page.getByRole("alertdialog");
  await expect(sure.getByRole("textbox")).toBeFocused();
  await page.keyboard.type("mail.keys-e2e.dev");
  await page.keyboard.press("Enter");
  await expect(page.getByText("No domains yet")).toBeVisible();
  await expect(page.getByRole("heading", { level: 1, name: "Domains" })).toBeFocused();
});
