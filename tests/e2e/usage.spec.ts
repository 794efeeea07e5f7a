import type { APIRequestContext } from "@playwright/test";
import { expect, expectNoSidewaysScroll, openProject, test } from "./fixtures";

test.use({ tellsLandmarksApart: true });

const HOUR_MS = 3_600_000;

/** One code that is met, one wrong guess, and one request that is refused. */
async function callApi(request: APIRequestContext, key: string): Promise<void> {
  const headers = { "x-api-key": key };
  const post = (path: string, data: object) => request.post(path, { headers, data });
  const asked = await (await post("/api/auth/request-otp", { email: "grace.hopper@example.com" })).json();
  await post("/api/auth/verify-otp", { challenge_id: asked.challenge_id, otp: "000000000" });
  const met = await post("/api/auth/verify-otp", { challenge_id: asked.challenge_id, otp: asked.preview_code });
  expect(met.status()).toBe(200);
  expect((await post("/api/auth/request-otp", { email: "nobody" })).status()).toBe(400);
}

test("the overview draws what happened, and can be read without seeing it", async ({
  page,
  request,
  mailbox,
  email,
  checkAccess,
}) => {
  // Two looks by axe, and the wait for the first flush and drain.
  test.slow();
  const { home, key } = await openProject(page, mailbox, email);
  await page.goto(`${home}/overview`);
  await expect(page.getByText("A chart draws itself here as soon as the first code is requested.")).toBeVisible();
  // What is drawn by the hour is of one.
  const left = HOUR_MS - (Date.now() % HOUR_MS);
  if (left < 60_000) await page.waitForTimeout(left);
  await callApi(request, key);

  await expect(async () => {
    await page.reload();
    await expect(page.getByRole("button", { name: /^Codes requested 1 1 wrong guess$/ })).toBeVisible({
      timeout: 1_000,
    });
    await expect(page.getByRole("button", { name: /^Verified 100%/ })).toBeVisible({ timeout: 1_000 });
  }).toPass({ timeout: 60_000 });
  const chart = page.getByRole("group", { name: "Outcomes by hour, chart" });
  await expect(chart.locator("svg").first()).toBeVisible();
  await checkAccess(page);

  await chart.focus();
  await page.keyboard.press("End");
  const spoken = page.getByRole("status").filter({ hasText: /Verified 1, Wrong codes 1, Blocked 0, Requested 1/ });
  await expect(spoken).toBeAttached();
  await page.keyboard.press("ArrowLeft");
  await expect(page.getByRole("status").filter({ hasText: /Verified 0/ })).toBeAttached();

  await page.getByRole("button", { name: "View as table" }).click();
  const newest = page.getByRole("region", { name: "Outcomes by hour" }).getByRole("row").nth(1);
  await expect(newest).toContainText("UTC");
  await expect(newest.getByRole("cell")).toHaveText(["1", "1", "0", "1"]);
  await checkAccess(page);

  await page.getByRole("heading", { level: 1 }).click();
  await page.keyboard.press("2");
  await expect(page.getByRole("button", { name: /^Verified 100%/ })).toHaveAttribute("aria-pressed", "true");
  await expect(page.getByRole("heading", { name: "Verified of requested by hour" })).toBeVisible();
  await page.keyboard.press("t");
  await expect(page.getByRole("link", { name: "24 hours" })).toBeFocused();
  await page.keyboard.press("m");
  await expect(page.getByRole("link", { name: "30 days" })).toBeFocused();
  await expect(page).toHaveURL(/range=30d/);
  await expect(page.getByRole("heading", { name: "Verified of requested by day" })).toBeVisible();

  const latest = page.getByRole("region", { name: "Latest verifications" });
  await expect(latest.getByRole("row").nth(1)).toContainText("g•••@example.com");
  await expect(latest.getByRole("row").nth(1)).toContainText("Verified");
  await latest.getByRole("link", { name: "g•••@example.com" }).click();
  await page.waitForURL("**/verifications/*");
});

test("usage says what was used, exactly, and what is left", async ({ page, request, mailbox, email, checkAccess }) => {
  // Three looks by axe, and the wait for the latencies, which are written every fifteen seconds.
  test.slow();
  const { home, key } = await openProject(page, mailbox, email);
  await callApi(request, key);
  await expect(async () => {
    await page.goto(`${home}/usage`);
    const byKey = page.getByRole("region", { name: "By API key" });
    await expect(byKey.getByRole("row", { name: /Checkout server/ })).toContainText("100%", { timeout: 1_000 });
  }).toPass({ timeout: 60_000 });
  await expect(page.getByRole("region", { name: "By channel" })).toContainText("Email");
  await expect(page.getByText("Users who signed in")).toBeVisible();
  await expect(page.getByRole("group", { name: "The last 60 minutes, chart" })).toBeVisible();
  const calls = page.getByRole("group", { name: "Calls by endpoint, the last 30 days" });
  const errors = page.getByRole("group", { name: "Errors, the last 30 days" });
  await expect(async () => {
    await page.reload();
    const verify = calls.getByRole("row", { name: /^POST \/api\/auth\/verify-otp 2 1 0 / });
    await expect(verify).toContainText(/ ms.* ms.* ms/, { timeout: 1_000 });
  }).toPass({ timeout: 60_000 });
  await expect(errors.getByRole("row", { name: /^invalid_otp POST \/api\/auth\/verify-otp 400 1$/ })).toBeVisible();
  await checkAccess(page);
  await page.getByRole("link", { name: "24 hours" }).click();
  await expect(page.getByRole("heading", { name: "Codes by hour" })).toBeVisible();
  await page.getByRole("link", { name: "invalid_otp" }).click();
  await page.waitForURL("**/logs?code=invalid_otp");
  await expect(page.getByRole("group", { name: "Requests" }).getByRole("row")).toHaveCount(2);
  await page.goBack();
  await page.getByRole("link", { name: "the usage of live" }).click();
  await page.waitForURL("**/live/usage");
  const meter = page.getByRole("meter", { name: "Codes this month" });
  await expect(meter).toHaveAttribute("aria-valuetext", "0 of 10,000");
  const alerts = page.getByRole("group", { name: /when so much of a day’s or month’s codes is used/ });
  await expect(alerts.getByRole("checkbox", { name: "80 %" })).toBeChecked();
  await alerts.getByRole("checkbox", { name: "50 %" }).check();
  await page.getByRole("button", { name: "Save alerts" }).click();
  await expect(page.getByText("Alerts saved")).toBeVisible();
  await page.reload();
  await expect(alerts.getByRole("checkbox", { name: "50 %" })).toBeChecked();
  await checkAccess(page);
});

test("logs show each request without its secrets, and what to do about it", async ({
  page,
  request,
  mailbox,
  email,
  checkAccess,
}) => {
  // Three looks by axe, and the wait for the first flush.
  test.slow();
  const { home, key } = await openProject(page, mailbox, email);
  await page.goto(`${home}/logs`);
  await expect(page.getByText("No requests yet")).toBeVisible();
  await checkAccess(page);
  await callApi(request, key);
  const newer = page.getByRole("button", { name: /^4 new$/ });
  await expect(newer).toBeVisible();
  await newer.click();

  const table = page.getByRole("group", { name: "Requests" });
  await expect(table.getByRole("row")).toHaveCount(5);
  await expect(table).toContainText("Send a plain address such as name@company.com");
  await expect(table).toContainText("Checkout server");
  await checkAccess(page);

  await page.keyboard.press("/");
  await expect(page.getByLabel("Path or request id")).toBeFocused();
  await page.keyboard.type("verify-otp");
  await page.getByLabel("Status").selectOption("4xx");
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Filter", exact: true }).click();
  await expect(page).toHaveURL(/path=verify-otp/);
  await expect(table.getByRole("row")).toHaveCount(2);
  await table.getByRole("link", { name: "POST /api/auth/verify-otp" }).click();

  await expect(page.getByRole("heading", { level: 1, name: "POST /api/auth/verify-otp" })).toBeFocused();
  await expect(page.getByText("The code is not right", { exact: true })).toBeVisible();
  await expect(page.getByRole("link", { name: "About invalid_otp" })).toBeVisible();
  const sent = page.getByRole("region", { name: "Request, as far as it may be kept" });
  await expect(sent).toContainText('"otp": "•••"');
  expect(await page.content()).not.toContain("000000000");
  await checkAccess(page);
  await page.getByRole("link", { name: "Its timeline" }).click();
  await page.waitForURL("**/verifications/*");

  await page.goto(`${home}/logs?path=nothing-like-this`);
  await expect(page.getByText("No requests match")).toBeVisible();
  await page.getByRole("link", { name: "Clear filters" }).click();
  await expect(table.getByRole("row")).toHaveCount(5);
  expect((await page.request.get(`${home}/logs/req_000000000000000000000000`)).status()).toBe(404);
});

for (const colorScheme of ["light", "dark"] as const) {
  test.describe(`in a narrow ${colorScheme} window`, () => {
    test.use({ viewport: { width: 390, height: 740 }, colorScheme });

    test("overview, usage and logs need no scrolling sideways", async ({
      page,
      request,
      mailbox,
      email,
      checkAccess,
    }) => {
      const { home, key } = await openProject(page, mailbox, email);
      await callApi(request, key);
      await expect(async () => {
        await page.goto(`${home}/logs`);
        await expect(page.getByRole("list", { name: "Requests" }).getByRole("listitem")).toHaveCount(4, {
          timeout: 1_000,
        });
      }).toPass({ timeout: 60_000 });
      for (const segment of ["logs", "usage", "overview"]) {
        await page.goto(`${home}/${segment}`);
        await expectNoSidewaysScroll(page);
        await checkAccess(page);
      }
    });
  });
}
