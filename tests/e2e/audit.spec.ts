import { readFile } from "node:fs/promises";
import { expect, expectNoSidewaysScroll, openAccount, test } from "./fixtures";

test.beforeEach(async ({ page, mailbox, email }) => {
  const home = await openAccount(page, mailbox, email);
  await page.goto(`${home.replace(/test$/, "live")}/reviewers`);
  await page.getByRole("textbox", { name: "Email or phone" }).fill("store@review.example");
  await page.getByRole("button", { name: "Add reviewer" }).click();
  await expect(page.getByRole("list", { name: "Reviewers" }).getByRole("listitem")).toContainText(
    "store@review.example",
  );
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Audit log" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Audit log" })).toBeVisible();
  // The log is sealed once a second.
  await expect(async () => {
    await page.reload();
    await expect(page.getByRole("link", { name: "A reviewer's identifier was added." })).toBeVisible({ timeout: 500 });
  }).toPass({ timeout: 40_000 });
});

test("shows who changed what, from what to what, and that nobody has touched it since", async ({
  page,
  email,
  checkAccess,
}) => {
  await expect(page.getByText("Chain intact")).toBeVisible();
  await expect(page.getByText(/Entries 1 to \d+ are as they were written/)).toBeVisible();
  const row = page.getByRole("row").filter({ hasText: "reviewer.added" });
  await expect(row).toContainText(email);
  await checkAccess(page);

  await row.getByRole("link").click();
  await expect(page.getByRole("heading", { level: 1, name: "A reviewer's identifier was added" })).toBeVisible();
  const change = page.getByRole("list", { name: "What changed" });
  await expect(change).toContainText('After: identifier: "s•••@review.example"');
  await expect(page.getByText(/^member:/)).toBeVisible();
  await expect(page.getByText(/^req_/)).toBeVisible();
  await page.getByRole("link", { name: "All entries" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Audit log" })).toBeVisible();
});

test("is filtered by its address, and says so when nothing fits", async ({ page }) => {
  await page.keyboard.press("/");
  await expect(page.getByRole("searchbox", { name: "Search" })).toBeFocused();
  await page.keyboard.type("reviewer.added");
  await page.keyboard.press("Enter");
  await page.waitForURL(/q=reviewer\.added/);
  await expect(page.getByRole("row").filter({ hasText: "reviewer.added" })).toHaveCount(1);
  await expect(page.getByRole("row")).toHaveCount(2);
  await page.reload();
  await expect(page.getByRole("searchbox", { name: "Search" })).toHaveValue("reviewer.added");
  await page.getByRole("combobox", { name: "About" }).selectOption("webhook");
  await page.getByRole("button", { name: "Filter", exact: true }).click();
  await expect(page.getByText("No entries match")).toBeVisible();
  await page.getByRole("link", { name: "Clear filters" }).click();
  await expect(page.getByRole("row").filter({ hasText: "reviewer.added" })).toHaveCount(1);
});

test("goes from entry to entry with J and K, and opens one with Enter", async ({ page }) => {
  await expect(page.getByText("Chain intact")).toBeVisible();
  const links = page.getByRole("row").getByRole("link");
  await page.keyboard.press("j");
  await expect(links.nth(0)).toBeFocused();
  await page.keyboard.press("j");
  await expect(links.nth(1)).toBeFocused();
  await page.keyboard.press("k");
  await expect(links.nth(0)).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("link", { name: "All entries" })).toBeVisible();
});

test("is saved as CSV and as JSON, as it is filtered", async ({ page }) => {
  await page.getByRole("searchbox", { name: "Search" }).fill("reviewer");
  await page.getByRole("button", { name: "Filter", exact: true }).click();
  await page.waitForURL(/q=reviewer/);
  for (const [name, ending] of [
    ["Export CSV", ".csv"],
    ["Export JSON", ".jsonl"],
  ] as const) {
    const download = page.waitForEvent("download");
    await page.getByRole("link", { name }).click();
    const file = await download;
    expect(file.suggestedFilename()).toMatch(/^audit-.*-live-\d{4}-\d{2}-\d{2}\.(csv|jsonl)$/);
    const text = await readFile(await file.path(), "utf8");
    expect(file.suggestedFilename().endsWith(ending)).toBe(true);
    expect(text.trimEnd().split("\n")).toHaveLength(ending === ".csv" ? 2 : 1);
    expect(text).toContain("reviewer.added");
  }
});

test("holds together in a narrow window, in both themes", async ({ page, checkAccess }) => {
  for (const width of [1280, 390]) {
    await page.setViewportSize({ width, height: 900 });
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      await expect(page.getByText("Chain intact")).toBeVisible();
      await expectNoSidewaysScroll(page);
      await checkAccess(page);
      await page.screenshot({ path: `test-results/audit-${width}-${colorScheme}.png` });
    }
  }
  await page.getByRole("list", { name: "Audit log" }).getByRole("link").first().click();
  await expect(page.getByRole("link", { name: "All entries" })).toBeVisible();
  await expectNoSidewaysScroll(page);
  await page.screenshot({ path: "test-results/audit-entry-390.png" });
});
