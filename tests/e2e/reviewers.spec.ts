import { expect, openAccount, tabTo, test } from "./fixtures";

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

test("a reviewer is listed and removed without a mouse", async ({ page, mailbox, email }) => {
  const home = await openAccount(page, mailbox, email);
  await page.goto(home.replace(/test$/, "live/reviewers"));
  await tabTo(page, page.getByRole("textbox", { name: "Email or phone" }));
  await page.keyboard.type("+14155550123");
  await page.keyboard.press("Enter");
  const remove = page.getByRole("button", { name: "Remove +14155550123" });
  await tabTo(page, remove);
  await page.keyboard.press("Enter");
  const sure = page.getByRole("alertdialog");
  await expect(sure.getByRole("button", { name: "Cancel" })).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(remove).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(sure.getByRole("button", { name: "Cancel" })).toBeFocused();
  await tabTo(page, sure.getByRole("button", { name: "Remove reviewer" }));
  await page.keyboard.press("Enter");
  await expect(page.getByText("No reviewers yet.")).toBeVisible();
  await expect(page.getByRole("heading", { level: 1, name: "Reviewers" })).toBeFocused();
});
