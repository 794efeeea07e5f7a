import { expect, openAccount, test } from "./fixtures";

test("an owner lists a reviewer, hands on the code, and removes them", async ({
  page,
  mailbox,
  email,
  checkAccess,
}) => {
  await page.goto(`${await openAccount(page, mailbox, email)}/overview`);
  const main = page.getByRole("navigation", { name: "Main" });
  await expect(main.getByRole("link", { name: "Reviewers" }), "test codes are fixed anyway").toHaveCount(0);
  await main.getByRole("link", { name: "Live" }).click();
  await main.getByRole("link", { name: "Reviewers" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Reviewers" })).toBeVisible();

  const field = page.getByRole("textbox", { name: "Email or phone" });
  await field.fill("not an address");
  await page.getByRole("button", { name: "Add reviewer" }).click();
  await expect(page.getByText("Enter an email address like review@company.com")).toBeVisible();
  await expect(field, "what was typed is still there").toHaveValue("not an address");
  await checkAccess(page);

  await field.fill("store@review.example");
  await page.getByRole("button", { name: "Add reviewer" }).click();
  const row = page.getByRole("list", { name: "Reviewers" }).getByRole("listitem");
  await expect(row).toContainText("store@review.example");
  await expect(row).toContainText(/\d{9}/);

  await row.getByRole("button", { name: "Remove store@review.example" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Remove reviewer" }).click();
  await expect(page.getByText("No reviewers yet.")).toBeVisible();
});
