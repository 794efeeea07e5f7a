import type { Page } from "@playwright/test";
import { expect, openAccount, test } from "./fixtures";

const heading = (page: Page, name: string) => page.getByRole("heading", { level: 1, name });

test("every page is a few keys away, by its name or by its letter", async ({ page, mailbox, email, checkAccess }) => {
  await page.goto(`${await openAccount(page, mailbox, email)}/overview`);
  await page.keyboard.press("ControlOrMeta+k");
  const menu = page.getByRole("dialog", { name: "Command menu" });
  await expect(menu.getByRole("combobox")).toBeFocused();
  await checkAccess(page);
  await page.keyboard.type("token");
  await expect(menu.getByRole("option", { name: "Token settings" })).toHaveAttribute("aria-selected", "true");
  await page.keyboard.press("Enter");
  await expect(heading(page, "Token settings")).toBeFocused();

  await page.keyboard.press("ControlOrMeta+k");
  await expect(menu).toBeVisible();
  await page.keyboard.type("nothing like this");
  await expect(menu).toContainText("Nothing is called that.");
  await page.keyboard.press("Escape");
  await expect(menu).toBeHidden();

  await page.keyboard.press("g");
  await page.keyboard.press("k");
  await expect(heading(page, "API keys")).toBeFocused();
  await page.keyboard.press("g");
  await page.keyboard.press("e");
  await page.waitForURL("**/live/keys");
  await page.keyboard.press("g");
  await page.keyboard.press("s");
  await expect(heading(page, "General settings")).toBeFocused();
});

test("C creates, / filters, and J and K walk through a list", async ({ page, mailbox, email }) => {
  const home = await openAccount(page, mailbox, email);
  await page.goto(`${home}/keys`);
  for (const name of ["First", "Second"]) {
    await page.keyboard.press("c");
    const dialog = page.getByRole("dialog");
    await expect(dialog.getByLabel("Name")).toBeFocused();
    await page.keyboard.type(`${name} c j k`);
    await expect(dialog.getByLabel("Name"), "letters are letters where one types").toHaveValue(`${name} c j k`);
    await page.keyboard.press("Enter");
    await expect(dialog.getByRole("button", { name: "Copy key" })).toBeFocused();
    await page.keyboard.press("Enter");
    await expect(page.getByText("Copied key")).toBeAttached();
    await page.keyboard.press("Escape");
    await expect(dialog).toBeHidden();
  }
  await page.keyboard.press("j");
  await expect(page.getByRole("button", { name: "Edit Second c j k" })).toBeFocused();
  await page.keyboard.press("j");
  await expect(page.getByRole("button", { name: "Edit First c j k" })).toBeFocused();
  await page.keyboard.press("k");
  await expect(page.getByRole("button", { name: "Edit Second c j k" })).toBeFocused();
  // Filtered, so that the filter is there without a request.
  await page.goto(`${home}/logs?path=nothing`);
  await page.keyboard.press("/");
  await expect(page.getByLabel("Path or request id")).toBeFocused();
});

test("single keys can be switched off, and stay off", async ({ page, mailbox, email, checkAccess }) => {
  const home = await openAccount(page, mailbox, email);
  await page.goto(`${home}/keys`);
  await page.keyboard.press("?");
  const list = page.getByRole("dialog", { name: "Keyboard shortcuts" });
  await expect(list.getByText("Command menu")).toBeVisible();
  await checkAccess(page);
  const answered = page.waitForResponse((answer) => answer.request().method() === "POST");
  await list.getByRole("checkbox", { name: "Single-key shortcuts" }).uncheck();
  await answered;
  await page.keyboard.press("Escape");
  await expect(list).toBeHidden();
  await page.keyboard.press("c");
  await page.keyboard.press("?");
  await page.keyboard.press("ControlOrMeta+k");
  await expect(page.getByRole("dialog", { name: "Command menu" }), "keys with Ctrl go on").toBeVisible();
  await expect(page.getByRole("dialog")).toHaveCount(1);
  await page.keyboard.press("Escape");

  // Filtered, so that the filter is there without a request.
  await page.goto(`${home}/logs?path=nothing`);
  await page.keyboard.press("/");
  await expect(page.getByLabel("Path or request id")).not.toBeFocused();
  await page
    .getByRole("complementary")
    .getByRole("button", { name: new RegExp(email) })
    .click();
  await page.getByRole("menuitem", { name: "Keyboard shortcuts" }).click();
  await list.getByRole("checkbox", { name: "Single-key shortcuts" }).check();
  await page.keyboard.press("Escape");
  await expect(list).toBeHidden();
  // What a dialog that is just closing still takes for itself is pressed again.
  await expect(async () => {
    await page.keyboard.press("/");
    await expect(page.getByLabel("Path or request id")).toBeFocused({ timeout: 1_000 });
  }).toPass();
});

test("a key that leads away asks first where something is not saved", async ({ page, mailbox, email }) => {
  const home = await openAccount(page, mailbox, email);
  await page.goto(`${home}/settings/codes`);
  await page.getByLabel("Tries per code").fill("4");
  await page.getByRole("heading", { level: 1 }).click();
  await page.keyboard.press("g");
  await page.keyboard.press("k");
  const question = page.getByRole("alertdialog", { name: "Leave without saving?" });
  await question.getByRole("button", { name: "Stay" }).click();
  await expect(page.getByLabel("Tries per code")).toHaveValue("4");
  await page.keyboard.press("g");
  await page.keyboard.press("k");
  await question.getByRole("button", { name: "Leave" }).click();
  await expect(heading(page, "API keys")).toBeVisible();
});
