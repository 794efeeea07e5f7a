import type { Page } from "@playwright/test";
import { expect, expectNoSidewaysScroll, type Mailbox, openAccount, test } from "./fixtures";

test.use({ tellsLandmarksApart: true });

async function openPage(page: Page, mailbox: Mailbox, email: string, link: string): Promise<void> {
  await page.goto(`${await openAccount(page, mailbox, email)}/overview`);
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: link }).click();
}

test("the team shows who may sign in, and what each role may do", async ({ page, mailbox, email }) => {
  await openPage(page, mailbox, email, "Team");
  await expect(page.getByRole("heading", { level: 1, name: "Team" })).toBeFocused();
  const row = page.getByRole("region", { name: "Members" }).getByRole("row").filter({ hasText: email });
  await expect(row).toContainText("Owner");
  await expect(row).toContainText("You");
  await expect(row).toContainText(/just now|sec\. ago/);
  await expect(page.getByText("You are the only owner, so you cannot leave.")).toBeVisible();
  const roles = page.getByRole("table").filter({ hasText: "Right" });
  await expect(roles.getByRole("row").filter({ hasText: "Delete the whole account" })).toContainText("YesNoNoNo");
});

test("an owner renames company and app, asks for deletion by the name, and takes it back on any page", async ({
  page,
  mailbox,
  email,
  checkAccess,
}) => {
  await openPage(page, mailbox, email, "Settings");
  await expect(page.getByRole("heading", { level: 1, name: "General settings" })).toBeVisible();
  await page.getByLabel("Company").fill("");
  await page.getByRole("button", { name: "Save names" }).click();
  await expect(page.getByText("Must not be empty")).toBeVisible();
  await page.getByLabel("Company").fill("Northwind Traders");
  await page.getByLabel("App", { exact: true }).fill("Shop");
  await page.getByRole("button", { name: "Save names" }).click();
  await expect(page.getByText("Names saved")).toBeVisible();
  await expect(page.getByRole("complementary", { name: "Sidebar" })).toContainText("Shop");
  await checkAccess(page);

  const remove = page.getByRole("button", { name: "Delete Northwind Traders" });
  await remove.focus();
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("alertdialog");
  await dialog.getByLabel("Type Northwind Traders to confirm").fill("Northwind");
  await expect(dialog.getByRole("button", { name: "Delete in seven days" })).toBeDisabled();
  await checkAccess(page);
  await page.keyboard.press("Escape");
  await expect(remove).toBeFocused();
  await page.keyboard.press("Enter");
  await dialog.getByLabel("Type Northwind Traders to confirm").fill("Northwind Traders");
  await page.keyboard.press("Enter");
  await expect(dialog).toBeHidden();

  const notices = page.getByRole("region", { name: "Notices" });
  await expect(notices).toContainText("Everything of Northwind Traders is deleted on");
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Live" }).click();
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "API keys" }).click();
  await expect(notices, "on every page, in both environments").toBeVisible();
  await checkAccess(page);
  await notices.getByRole("button", { name: "Keep everything" }).click();
  await expect(page.getByText("Deletion taken back")).toBeVisible();
  await expect(notices).toHaveCount(0);
});

for (const colorScheme of ["light", "dark"] as const) {
  test.describe(`in a narrow ${colorScheme} window`, () => {
    test.use({ viewport: { width: 390, height: 740 }, colorScheme });

    test("team and general settings fit", async ({ page, mailbox, email, checkAccess }) => {
      await page.goto(`${await openAccount(page, mailbox, email)}/overview`);
      for (const [link, heading] of [
        ["Team", "Team"],
        ["Settings", "General settings"],
      ] as const) {
        await page.getByRole("button", { name: "Menu" }).click();
        await page.getByRole("dialog", { name: "Menu" }).getByRole("link", { name: link }).click();
        await expect(page.getByRole("heading", { level: 1, name: heading })).toBeVisible();
        await expectNoSidewaysScroll(page);
        await checkAccess(page);
      }
    });
  });
}
