import { expect, openAccount, SANDBOXED, tabTo, test } from "./fixtures";

test("the brand is seen in an email while it is typed, and saved for the next one", async ({
  page,
  mailbox,
  email,
  expectedErrors,
  checkAccess,
}) => {
  expectedErrors.push(SANDBOXED);
  await page.goto(`${await openAccount(page, mailbox, email)}/settings`);
  await page.getByRole("navigation", { name: "Settings" }).getByRole("link", { name: "Brand" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Brand" })).toBeFocused();

  const shown = page.frameLocator("iframe[title=Email]");
  await page.getByLabel("Name", { exact: true }).fill("Northwind <b>");
  await page.getByLabel("Postal address").fill("12 Alley Lane, Leeds");
  await page.getByLabel("Domain of your app").fill("Northwind.dev");
  await expect(shown.getByText("Northwind <b>, 12 Alley Lane, Leeds")).toBeVisible();
  await expect(shown.getByText("northwind.dev")).toBeVisible();
  await page.getByLabel("Language", { exact: true }).selectOption({ label: "Arabic (draft)" });
  await expect(shown.locator("html[dir=rtl][lang=ar]")).toBeAttached();
  await page.getByRole("tab", { name: "Dark" }).click();
  await expect(page.frameLocator('iframe[title="Email in dark mode"]').getByText("12 Alley Lane")).toBeVisible();
  await expect(page.getByText("Not saved yet")).toBeVisible();
  await checkAccess(page);

  await page.getByLabel("Colour", { exact: true }).fill("green");
  await page.getByLabel("Support address").fill("nobody");
  await page.getByRole("button", { name: "Save brand" }).click();
  await expect(page.getByLabel("Colour", { exact: true })).toBeFocused();
  await expect(page.getByLabel("Colour", { exact: true })).toHaveAccessibleDescription(/Must be a colour/);
  await expect(page.getByLabel("Support address")).toHaveAccessibleDescription(/Must be an email address/);
  await expect(page.getByLabel("Name", { exact: true })).toHaveValue("Northwind <b>");

  await page.getByLabel("Colour", { exact: true }).fill("#0A7D3C");
  await page.getByLabel("Support address").fill("help@northwind.dev");
  await page.getByRole("button", { name: "Save brand" }).click();
  await expect(page.getByText("Brand saved").first()).toBeVisible();
  await expect(page.getByText("Not saved yet")).toBeHidden();
  await page.reload();
  await expect(page.getByLabel("Colour", { exact: true })).toHaveValue("#0a7d3c");
  await expect(page.getByLabel("Language", { exact: true })).toHaveValue("ar");
  await expect(page.getByLabel("Domain of your app")).toHaveValue("northwind.dev");
});

test("the brand is written, looked at and saved without a mouse", async ({ page, mailbox, email, expectedErrors }) => {
  expectedErrors.push(SANDBOXED);
  await page.goto(`${await openAccount(page, mailbox, email)}/settings/brand`);
  const colour = page.getByLabel("Colour", { exact: true });
  await tabTo(page, page.getByLabel("Name", { exact: true }));
  await page.keyboard.press("ControlOrMeta+A");
  await page.keyboard.type("Northwind");
  await page.keyboard.press("Tab");
  await expect(colour).toBeFocused();
  await page.keyboard.type("green");
  await tabTo(page, page.getByLabel("Code in the subject"));
  await page.keyboard.press("Space");
  await expect(page.getByLabel("Code in the subject")).not.toBeChecked();
  await tabTo(page, page.getByRole("tab", { name: "Light" }));
  await page.keyboard.press("ArrowRight");
  await expect(page.getByRole("tab", { name: "Dark" })).toBeFocused();
  const dark = page.frameLocator('iframe[title="Email in dark mode"]');
  await expect(dark.getByRole("heading", { name: "Your sign-in code" })).toBeVisible();

  await page.getByRole("button", { name: "Save brand" }).focus();
  await page.keyboard.press("Enter");
  await expect(colour).toBeFocused();
  await expect(colour).toHaveAccessibleDescription(/Must be a colour/);
  await page.keyboard.press("ControlOrMeta+A");
  await page.keyboard.type("#0a7d3c");
  await page.keyboard.press("Enter");
  await expect(page.getByText("Brand saved").first()).toBeVisible();
  await expect(colour).toBeFocused();
});
