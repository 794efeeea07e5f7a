import type { Page } from "@playwright/test";
import { expect, expectNoSidewaysScroll, openAccount, test } from "./fixtures";

const save = (page: Page, topic: string) => page.getByRole("button", { name: `Save ${topic}` });
const saved = (page: Page) => page.getByText("Settings saved").first();

test("the limits of codes are played through while they are typed, and saved with a version", async ({
  page,
  mailbox,
  email,
  checkAccess,
}) => {
  const home = await openAccount(page, mailbox, email);
  await page.goto(`${home}/overview`);
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Live" }).click();
  await page.waitForURL("**/live/**");
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Settings" }).click();
  await page.getByRole("navigation", { name: "Settings" }).getByRole("link", { name: "Codes" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Code settings" })).toBeFocused();

  const simulator = page.getByRole("region", { name: "Limit simulator" });
  await expect(simulator).toContainText("Somebody who mistypes 3 times waits 0 s.");
  await expect(simulator).toContainText("gets 15 guesses in the first hour");
  await expect(page.getByText("Nothing so far.")).toBeVisible();
  await page.getByLabel("Tries per code").fill("3");
  await expect(simulator).toContainText("gets 9 guesses in the first hour");
  await expect(simulator).toContainText("and needs 2 codes for it");
  await simulator.getByLabel("Code by").selectOption("sms");
  await expect(simulator).toContainText("With 6 digits");
  await expect(page.getByText("Not saved yet")).toBeVisible();
  await expect(page.getByText("Tries per code from 5 to 3.")).toBeVisible();
  await checkAccess(page);

  await page.getByLabel("Tries per code").press("ControlOrMeta+s");
  await expect(saved(page)).toBeVisible();
  await expect(page.getByText("Nothing so far.")).toBeVisible();
  await page.reload();
  await expect(page.getByLabel("Tries per code")).toHaveValue("3");

  await expect(page.getByText("Today so far: $0.00, by our estimate.")).toBeVisible();
  await page.getByLabel("Countries").fill("gb, de xx");
  await expect(page.getByText("Germany, United Kingdom, XX?")).toBeVisible();
  await save(page, "codes").click();
  await expect(page.getByLabel("Countries")).toHaveAccessibleDescription(/XX: Use the two letters of a country/);
  await page.getByLabel("Countries").fill("gb, de");
  await page.getByLabel("Spend cap a day").fill("12.50");
  await expect(page.getByText("Countries from the project’s own to DE, GB;")).toBeVisible();
  await save(page, "codes").click();
  await expect(saved(page)).toBeVisible();
  await page.reload();
  await expect(page.getByLabel("Countries")).toHaveValue("DE, GB");
  await expect(page.getByLabel("Spend cap a day")).toHaveValue("12.50");

  await page.getByRole("navigation", { name: "Settings" }).getByRole("link", { name: "Versions" }).click();
  const first = page.getByRole("listitem").filter({ has: page.getByRole("heading", { name: "Version 1" }) });
  await expect(first).toContainText("by you");
  await expect(first).toContainText("Tries per code codes.attempts");
  await expect(first).toContainText("Removed: 5");
  await expect(first).toContainText("Added: 3");
  await checkAccess(page);
  expect(home).toContain("/test");
});

test("what is wrong is said at its field, all at once, and the first has the focus", async ({
  page,
  mailbox,
  email,
  checkAccess,
}) => {
  const home = await openAccount(page, mailbox, email);
  await page.goto(`${home}/settings/codes`);
  await page.getByLabel("Tries per code").fill("50");
  await page.getByLabel("Lifetime by email").fill("1 h");
  await save(page, "codes").click();
  await expect(page.getByLabel("Lifetime by email")).toBeFocused();
  await expect(page.getByLabel("Lifetime by email")).toHaveAccessibleDescription(/Must be at most 10 min/);
  await expect(page.getByLabel("Tries per code")).toHaveAccessibleDescription(/Must be at most 10/);
  const alert = page.getByRole("main").getByRole("alert");
  await expect(alert).toContainText("Nothing was saved");
  await alert.getByRole("link", { name: "Tries per code" }).click();
  await expect(page.getByLabel("Tries per code")).toBeFocused();
  await checkAccess(page);
  await page.getByLabel("Tries per code").fill("ten");
  await save(page, "codes").click();
  await expect(page.getByLabel("Tries per code")).toHaveAccessibleDescription(/Enter a whole number/);
  await expect(page.getByLabel("Lifetime by email")).toHaveValue("1 h");
});

test("of two who edit at once, the second keeps what was typed and sees the other's value", async ({
  page,
  context,
  mailbox,
  email,
  checkAccess,
}) => {
  const home = await openAccount(page, mailbox, email);
  await page.goto(`${home}/settings/codes`);
  await page.getByLabel("Tries per code").fill("4");
  await page.getByLabel("Digits by SMS").selectOption("8");

  const other = await context.newPage();
  await other.goto(`${home}/settings/codes`);
  await other.getByLabel("Tries per code").fill("7");
  await other.getByLabel("Lifetime by email").fill("5 min");
  await save(other, "codes").click();
  await expect(saved(other)).toBeVisible();
  await other.close();

  await save(page, "codes").click();
  const tries = page.getByLabel("Tries per code");
  await expect(tries).toHaveAccessibleDescription(/set this to 7/);
  await expect(tries).toHaveValue("4");
  await expect(tries).toBeFocused();
  await expect(page.getByLabel("Digits by SMS"), "what was typed stays").toHaveValue("8");
  await expect(page.getByLabel("Lifetime by email"), "what was left alone follows").toHaveValue("5 min");
  await checkAccess(page);
  await page.getByRole("button", { name: "Take theirs" }).click();
  await expect(tries).toHaveValue("7");
  await save(page, "codes").click();
  await expect(saved(page)).toBeVisible();
  await page.reload();
  await expect(page.getByLabel("Digits by SMS")).toHaveValue("8");
  await expect(page.getByLabel("Tries per code")).toHaveValue("7");
});

test("a token is decoded as it would be, and HS256 wants its key first", async ({
  page,
  mailbox,
  email,
  checkAccess,
}) => {
  const home = await openAccount(page, mailbox, email);
  await page.goto(`${home}/settings/tokens`);
  const claims = page.getByRole("region", { name: "Claims" });
  await page.getByLabel("Audience").fill("https://api.shop.example");
  await expect(claims).toContainText('"aud": "https://api.shop.example"');
  await page.getByLabel("Custom claims").fill('{ "plan": "pro" }');
  await expect(claims).toContainText('"plan": "pro"');
  await page.getByLabel("Custom claims").fill('{ "sub": "root" }');
  await save(page, "tokens").click();
  await expect(page.getByLabel("Custom claims")).toHaveAccessibleDescription(
    /sub: This claim has a meaning of its own/,
  );
  await page.getByLabel("Custom claims").fill('{ "plan": "pro" }');

  await page.getByRole("combobox", { name: "Algorithm" }).selectOption("HS256");
  await expect(page.getByText("Whoever can check these tokens can also make them")).toBeVisible();
  await save(page, "tokens").click();
  await expect(page.getByRole("combobox", { name: "Algorithm" })).toHaveAccessibleDescription(
    /Make an HS256 key first/,
  );
  await checkAccess(page);

  await page.getByRole("button", { name: "Make a new key" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Algorithm").selectOption("HS256");
  await checkAccess(page);
  await dialog.getByRole("button", { name: "Make key" }).click();
  await expect(dialog).toHaveAccessibleName("The secret of your HS256 key");
  const secret = await dialog.getByText(/^[\w-]{43}$/).textContent();
  await dialog.getByRole("button", { name: "Done" }).click();
  await expect(dialog).toBeHidden();
  expect(await page.content()).not.toContain(secret);
  await expect(page.getByRole("row").filter({ hasText: "HS256" })).toContainText("Shown, not signing yet");
  await save(page, "tokens").click();
  await expect(saved(page)).toBeVisible();
  await page.reload();
  expect(await page.content()).not.toContain(secret);
  await expect(page.getByRole("combobox", { name: "Algorithm" })).toHaveValue("HS256");
  await expect(page.getByRole("button", { name: "Copy JWKS URL" })).toBeVisible();
});

test("a pasted list of origins is read, warned about, saved and tried", async ({
  page,
  mailbox,
  email,
  checkAccess,
}) => {
  const home = await openAccount(page, mailbox, email);
  await page.goto(`${home}/settings/origins`);
  await page
    .getByRole("textbox", { name: "Allowed origins" })
    .fill("https://app.example.com/login, http://shop.example https://*.example.com");
  const list = page.getByRole("list", { name: "Origins as browsers send them" });
  await expect(list.getByRole("listitem")).toHaveCount(3);
  await expect(list.getByRole("listitem").nth(1)).toContainText("Plain http");
  await expect(list.getByRole("listitem").nth(2)).toContainText("Wildcards are not allowed");
  await checkAccess(page);
  await save(page, "origins").click();
  await expect(page.getByRole("textbox", { name: "Allowed origins" })).toHaveAccessibleDescription(/No wildcards/);
  await page
    .getByRole("textbox", { name: "Allowed origins" })
    .fill(`https://app.example.com\nhttps://${Date.now()}.example.com`);
  const row = list.getByRole("listitem").nth(1);
  await row.getByRole("button", { name: /^Test https/ }).click();
  await expect(row).toContainText("Not allowed. Is it saved?");
  await save(page, "origins").click();
  await expect(saved(page)).toBeVisible();
  await row.getByRole("button", { name: /^Test https/ }).click();
  await expect(row).toContainText("may call");
  await expect(row).toContainText("access-control-allow-origin: https://");
  await checkAccess(page);
});

test("what is kept follows what is typed, within the plan", async ({ page, mailbox, email, checkAccess }) => {
  const home = await openAccount(page, mailbox, email);
  await page.goto(`${home}/settings/privacy`);
  await page.getByLabel("Request log").fill("7");
  await expect(page.getByRole("row", { name: /^Request log/ })).toContainText("7 days");
  await page.getByLabel("Audit log").fill("365");
  await save(page, "privacy").click();
  await expect(page.getByRole("main").getByRole("alert")).toContainText("not in the plan Free");
  await checkAccess(page);
  await page.getByLabel("Audit log").fill("90");
  await save(page, "privacy").click();
  await expect(saved(page)).toBeVisible();
});

test("an earlier version comes back, and test is copied to live, each with the difference first", async ({
  page,
  mailbox,
  email,
  checkAccess,
}) => {
  const home = await openAccount(page, mailbox, email);
  for (const tries of ["6", "8"]) {
    await page.goto(`${home}/settings/codes`);
    await page.getByLabel("Tries per code").fill(tries);
    await save(page, "codes").click();
    await expect(saved(page)).toBeVisible();
  }
  await page.goto(`${home}/settings/versions`);
  await page.getByRole("button", { name: "Restore version 1" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog).toContainText("Removed: 8");
  await expect(dialog).toContainText("Added: 6");
  await checkAccess(page);
  await dialog.getByRole("button", { name: "Restore" }).click();
  await expect(page.getByRole("heading", { name: "Version 3" })).toBeVisible();
  await expect(page.getByText("Restored version 1")).toBeVisible();

  await page.goto(`${home.replace(/test$/, "live")}/settings/versions`);
  await expect(page.getByText("No versions yet")).toBeVisible();
  await page.getByRole("button", { name: "Copy from test" }).click();
  await expect(dialog).toContainText("Tries per code");
  await expect(dialog).toContainText("Added: 6");
  await dialog.getByRole("button", { name: "Copy to live" }).click();
  await expect(page.getByRole("heading", { name: "Version 1" })).toBeVisible();
  await expect(page.getByText("Copied from test, version 3")).toBeVisible();
});

for (const colorScheme of ["light", "dark"] as const) {
  test.describe(`in a narrow ${colorScheme} window`, () => {
    test.use({ viewport: { width: 390, height: 740 }, colorScheme });

    test("every page of the settings fits", async ({ page, mailbox, email, checkAccess }) => {
      const home = await openAccount(page, mailbox, email);
      await page.goto(`${home}/settings/origins`);
      await page.getByRole("textbox", { name: "Allowed origins" }).fill("https://a-rather-long-name.app.example.com");
      await save(page, "origins").click();
      await expect(saved(page)).toBeVisible();
      for (const topic of ["codes", "tokens", "origins", "privacy", "versions"]) {
        await page.goto(`${home}/settings/${topic}`);
        await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
        await expectNoSidewaysScroll(page);
        await checkAccess(page);
      }
    });
  });
}
