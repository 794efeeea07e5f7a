import { createServer, type Socket } from "node:net";
import type { Page } from "@playwright/test";
import { expect, expectNoSidewaysScroll, type Mailbox, openAccount, test } from "./fixtures";

// A toast is a dialog too, without a name of ours.
const dialog = (page: Page) => page.getByRole("dialog", { name: /^(Add|Change|Send)/ });
const order = (page: Page) => page.getByRole("list", { name: "Email, in order" }).getByRole("listitem");

async function openProviders(page: Page, mailbox: Mailbox, email: string): Promise<void> {
  await page.goto(`${await openAccount(page, mailbox, email)}/providers`);
  const main = page.getByRole("navigation", { name: "Main" });
  await expect(page.getByText("Nothing leaves test")).toBeVisible();
  await main.getByRole("link", { name: "Live" }).click();
  await expect(page.getByText("Nothing leaves test")).toBeHidden();
  await expect(page.getByText("No accounts of your own")).toBeVisible();
}

async function addSmtp(page: Page, name: string, url: string): Promise<void> {
  await page.getByRole("button", { name: "Add account" }).click();
  await dialog(page).getByLabel("Provider").selectOption("SMTP");
  await dialog(page).getByLabel("Name").fill(name);
  await dialog(page).getByLabel("URL").fill(url);
  await dialog(page).getByLabel("From address").fill("login@acme.example");
  await dialog(page).getByRole("button", { name: "Add account" }).click();
  await expect(dialog(page)).toBeHidden();
}

test("accounts are added, put in order by keyboard, tested in words and deleted", async ({
  page,
  mailbox,
  email,
  checkAccess,
}) => {
  await openProviders(page, mailbox, email);
  await page.getByRole("button", { name: "Add account" }).click();
  await dialog(page).getByLabel("Provider").selectOption("SMTP");
  await dialog(page).getByRole("button", { name: "Add account" }).click();
  await expect(dialog(page).getByText("Enter URL")).toBeVisible();
  await expect(dialog(page).getByText("Enter the address that this account sends from")).toBeVisible();
  await checkAccess(page);
  await page.keyboard.press("Escape");

  await addSmtp(page, "First server", "smtps://np:a-secret-password@mail.invalid");
  await addSmtp(page, "Second server", "smtps://np:a-secret-password@mail.invalid");
  await expect(order(page)).toHaveText([/^1First server/, /^2Second server/]);
  await page.getByRole("button", { name: "Move Second server up" }).press("Enter");
  await expect(order(page)).toHaveText([/^1Second server/, /^2First server/]);
  await page.getByRole("button", { name: "Do not use First server" }).click();
  await expect(order(page)).toHaveText([/^1Second server/]);
  await page.reload();
  await expect(order(page)).toHaveText([/^1Second server/]);
  await page.getByRole("button", { name: "Use First server" }).click();
  await expect(order(page)).toHaveCount(2);
  expect(await page.content()).not.toContain("a-secret-password");
  await checkAccess(page);
  await expectNoSidewaysScroll(page);

  await page.getByRole("button", { name: "Send a test by Second server" }).click();
  await dialog(page).getByRole("button", { name: "Send test" }).click();
  await expect(dialog(page).getByText("SMTP could not be reached.")).toBeVisible({ timeout: 30_000 });
  await checkAccess(page);
  await page.keyboard.press("Escape");
  await expect(page.getByRole("list", { name: "Your accounts" })).toContainText("SMTP could not be reached.");

  await page.getByRole("button", { name: "Delete Second server" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Delete account" }).click();
  await expect(order(page)).toHaveText([/^1First server/]);
});

test("a provider that hangs is told of in words, and the page says so afterwards", async ({
  page,
  mailbox,
  email,
  checkAccess,
}) => {
  const port = Number(process.env.NINEPIN_E2E_SMTP_PORT);
  const connected: Socket[] = [];
  const silent = createServer((socket) => connected.push(socket.on("error", () => {}))).listen(port, "127.0.0.1");
  try {
    await openProviders(page, mailbox, email);
    await addSmtp(page, "Silent server", `smtp://127.0.0.1:${port}`);
    await page.getByRole("button", { name: "Send a test by Silent server" }).click();
    await dialog(page).getByRole("button", { name: "Send test" }).click();
    await expect(dialog(page).getByRole("status")).toContainText("SMTP did not answer in time.", { timeout: 30_000 });
    expect(connected).toHaveLength(1);
    await checkAccess(page);
    await page.keyboard.press("Escape");
    await expect(page.getByRole("list", { name: "Your accounts" })).toContainText("SMTP did not answer in time.");
  } finally {
    for (const socket of connected) socket.destroy();
    silent.close();
  }
});

test("the order is changed by dragging too, and a change keeps what was left empty", async ({
  page,
  mailbox,
  email,
}) => {
  await openProviders(page, mailbox, email);
  await addSmtp(page, "First server", "smtps://np:password@mail.invalid");
  await addSmtp(page, "Second server", "smtps://np:password@mail.invalid");
  await order(page).nth(1).dragTo(order(page).nth(0));
  await expect(order(page)).toHaveText([/^1Second server/, /^2First server/]);
  await page.getByRole("button", { name: "Change First server" }).click();
  await expect(dialog(page).getByLabel("URL")).toHaveValue("");
  await dialog(page).getByLabel("Name").fill("Old server");
  await dialog(page).getByRole("button", { name: "Save" }).click();
  await expect(order(page)).toHaveText([/^1Second server/, /^2Old server/]);
});
