import type { Locator, Page } from "@playwright/test";
import { expect, openAccount, test } from "./fixtures";

const save = (page: Page, topic: string) => page.getByRole("button", { name: `Save ${topic}` });
const saved = (page: Page) => page.getByText("Settings saved").first();

/** Goes on with Tab until it has the focus, as somebody without a mouse does. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  await expect(target).toBeEnabled();
  for (let steps = 0; steps < 100; steps++) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`Tab does not lead to ${target}`);
}

test("tokens, origins and privacy are changed, and a version is restored, without a mouse", async ({
  page,
  mailbox,
  email,
}) => {
  // Four pages, each gone through by Tab.
  test.slow();
  const home = await openAccount(page, mailbox, email);
  const type = async (field: Locator, text: string) => {
    await tabTo(page, field);
    await page.keyboard.press("ControlOrMeta+a");
    await page.keyboard.type(text);
  };
  const press = async (button: Locator) => {
    await tabTo(page, button);
    await page.keyboard.press("Enter");
  };
  await page.goto(`${home}/settings/tokens`);
  await type(page.getByLabel("Audience"), "https://api.shop.example");
  await expect(page.getByRole("region", { name: "Claims" })).toContainText('"aud": "https://api.shop.example"');
  await press(save(page, "tokens"));
  await expect(saved(page)).toBeVisible();

  await page.goto(`${home}/settings/origins`);
  await type(page.getByRole("textbox", { name: "Allowed origins" }), "https://app.example.com");
  await tabTo(page, page.getByRole("button", { name: "Test https://app.example.com" }));
  await press(save(page, "origins"));
  await expect(saved(page)).toBeVisible();

  await page.goto(`${home}/settings/privacy`);
  await type(page.getByLabel("Request log"), "7");
  await press(save(page, "privacy"));
  await expect(saved(page)).toBeVisible();

  await page.goto(`${home}/settings/versions`);
  await press(page.getByRole("button", { name: "Restore version 1" }));
  const dialog = page.getByRole("dialog");
  await expect(dialog).toContainText("Removed: 7");
  await press(dialog.getByRole("button", { name: "Restore", exact: true }));
  await expect(page.getByRole("heading", { name: "Version 4" })).toBeVisible();
  await page.goto(`${home}/settings/privacy`);
  await expect(page.getByLabel("Request log")).toHaveValue("30");
});
