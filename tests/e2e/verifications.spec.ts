import type { APIRequestContext, Page } from "@playwright/test";
import { z } from "zod";
import { expect, expectNoSidewaysScroll, openAccount, openProject, SANDBOXED, test } from "./fixtures";

const Requested = z.object({ challenge_id: z.string(), preview_code: z.string() });

async function askForCode(request: APIRequestContext, key: string, to: string) {
  const data = to.includes("@") ? { email: to } : { phone: to };
  const answer = await request.post("/api/auth/request-otp", { headers: { "x-api-key": key }, data });
  expect(answer.status(), await answer.text()).toBe(200);
  const { challenge_id: challengeId, preview_code: code } = Requested.parse(await answer.json());
  return { challengeId, code };
}

const timeline = (page: Page) => page.getByRole("list", { name: "Timeline" });

test("a code is followed from the request to the tokens, and gone through by keys", async ({
  page,
  request,
  mailbox,
  email,
  checkAccess,
}) => {
  // Two looks by axe, and the wait for the audit log.
  test.slow();
  const { home, key } = await openProject(page, mailbox, email);
  await page.goto(`${home}/verifications`);
  await expect(page.getByText("No verifications yet")).toBeVisible();
  const { challengeId, code } = await askForCode(request, key, "grace.hopper@example.com");
  const guess = (otp: string) =>
    request.post("/api/auth/verify-otp", { headers: { "x-api-key": key }, data: { challenge_id: challengeId, otp } });
  await guess("000000000");
  expect((await guess(code)).status()).toBe(200);
  await askForCode(request, key, "ada@example.com");

  await page.getByRole("button", { name: "Live: off" }).click();
  const row = page.getByRole("row").filter({ hasText: "g•••@example.com" });
  await expect(row).toContainText("Verified");
  await expect(row).toContainText("In the Mailbox");
  await page.getByRole("button", { name: "Live: on" }).click();
  await checkAccess(page);
  await page.getByLabel("Result").selectOption("waiting");
  await page.getByRole("button", { name: "Filter" }).click();
  await expect(row).toBeHidden();
  await expect(page.getByRole("row").filter({ hasText: "a•••@example.com" })).toBeVisible();
  await page.getByRole("link", { name: "Clear filters" }).click();

  await row.getByRole("link").click();
  await expect(page.getByRole("heading", { level: 1, name: "g•••@example.com" })).toBeVisible();
  await expect(async () => {
    await page.reload();
    await expect(timeline(page)).toContainText("Signed in, tokens issued", { timeout: 1_000 });
  }).toPass({ timeout: 40_000 });
  const told = await timeline(page).getByRole("listitem").allTextContents();
  expect(told.map((text) => text.replace(/^.*?s(?=[A-Z])/, ""))).toEqual([
    expect.stringContaining("Code requested"),
    expect.stringContaining("Put in the Mailbox"),
    expect.stringContaining("Wrong code entered"),
    expect.stringContaining("Right code entered"),
    expect.stringContaining("User created"),
    expect.stringContaining("Signed in, tokens issued"),
  ]);
  await expect(page.getByRole("main")).not.toContainText("grace.hopper");
  await page.getByRole("button", { name: "Show it all" }).click();
  await expect(page.getByText("grace.hopper@example.com")).toBeVisible();
  await checkAccess(page);

  await page.keyboard.press("ArrowLeft");
  await expect(page.getByRole("heading", { level: 1, name: "a•••@example.com" })).toBeVisible();
  await page.getByRole("button", { name: "Resend code" }).click();
  await expect(timeline(page).getByText("Code requested")).toHaveCount(2);
  await page.getByRole("button", { name: "Cancel" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Cancel verification" }).click();
  await expect(page.getByRole("main").getByText("Expired").first()).toBeVisible();
  await expect(page.getByRole("button", { name: "Resend code" })).toBeHidden();
  await page.setViewportSize({ width: 360, height: 740 });
  await expectNoSidewaysScroll(page);
});

test("a recipient that bounced is found by the whole address, and let through again", async ({
  page,
  request,
  mailbox,
  email,
}) => {
  const { home, key } = await openProject(page, mailbox, email);
  const bounced = "bounced+page@ninepin.test";
  await askForCode(request, key, bounced);
  await page.goto(`${home}/verifications?recipient=${encodeURIComponent(bounced)}`);
  await expect(async () => {
    await page.reload();
    await expect(page.getByText("Nothing is sent to this recipient")).toBeVisible({ timeout: 1_000 });
  }).toPass({ timeout: 40_000 });
  await expect(page.getByRole("row").filter({ hasText: "b•••@ninepin.test" })).toContainText("Bounced");
  await page.getByRole("button", { name: "Let messages through" }).click();
  await expect(page.getByText("Nothing is sent to this recipient")).toBeHidden();
  await askForCode(request, key, bounced);
});

test("a message leads to its verification, and that to the version of the template that wrote it", async ({
  page,
  request,
  mailbox,
  email,
  checkAccess,
  expectedErrors,
}) => {
  // What Playwright runs in every frame for its traces, and the sandboxes of the Mailbox and the version refuse.
  expectedErrors.push(SANDBOXED);
  const { home, key } = await openProject(page, mailbox, email);
  const content = {
    subject: "{{code}}",
    html: `<html lang="en"><body><h1>Ours</h1>{{code}}</body></html>`,
    text: "{{code}}",
  };
  const published = await request.put("/api/admin/templates/email/sign_in/en", {
    headers: { "x-api-key": key },
    data: { version: 0, content, note: "A first one of our own" },
  });
  expect(published.status(), await published.text()).toBe(200);
  await askForCode(request, key, "ada@example.com");
  await page.goto(`${home}/mailbox`);
  const message = page.getByRole("article");
  await expect(message).toContainText("In English");
  await expect(message.getByRole("link", { name: "Template version 1" })).toBeVisible();
  await message.getByRole("link", { name: "Its verification" }).click();
  await timeline(page).getByRole("link", { name: "Template version 1" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Sign-in code, version 1" })).toBeVisible();
  await expect(page.getByText("A first one of our own")).toBeVisible();
  await expect(page.getByTitle("Email", { exact: true }).contentFrame().getByText("Ours")).toBeVisible();
  await expect(page.getByRole("region", { name: "HTML", exact: true })).toContainText("<h1>Ours</h1>");
  await checkAccess(page);
  await page.setViewportSize({ width: 360, height: 740 });
  await expectNoSidewaysScroll(page);
});

test("the list narrows to a country of the numbers that codes were asked for", async ({
  page,
  request,
  mailbox,
  email,
}) => {
  const { home, key } = await openProject(page, mailbox, email);
  await askForCode(request, key, "ada@example.com");
  await page.goto(`${home}/verifications`);
  await expect(page.getByRole("link", { name: "a•••@example.com" })).toBeVisible();
  await expect(page.getByLabel("Country"), "without a number there is none to choose").toHaveCount(0);
  await askForCode(request, key, "+447400123456");
  await page.reload();
  await page.keyboard.press("f");
  await expect(page.getByLabel("Whole address or number")).toBeFocused();
  await page.getByLabel("Country").selectOption("United Kingdom");
  await page.getByRole("button", { name: "Filter" }).click();
  await expect(page).toHaveURL(/country=GB/);
  await expect(page.getByRole("link", { name: "a•••@example.com" })).toBeHidden();
  await expect(page.getByRole("row").filter({ hasText: "GB" })).toHaveCount(1);
  await page.getByRole("link", { name: "Clear filters" }).click();
  await expect(page.getByRole("link", { name: "a•••@example.com" })).toBeVisible();
  await expect(page.getByLabel("Country")).toHaveValue("");
});

test("in a narrow window the filters fold away, and say how many are set", async ({
  page,
  browser,
  mailbox,
  email,
  checkAccess,
}) => {
  const window = { width: 390, height: 740 };
  await page.setViewportSize(window);
  const path = `${await openAccount(page, mailbox, email)}/verifications`;
  await page.goto(path);
  const fold = page.getByText("Filters", { exact: true });
  await expect(fold).toBeVisible();
  await expect(page.getByLabel("Result")).toBeHidden();
  await page.keyboard.press("f");
  await expect(page.getByLabel("Whole address or number")).toBeFocused();
  await page.getByLabel("Result").selectOption("waiting");
  await checkAccess(page);
  await page.getByRole("button", { name: "Filter", exact: true }).click();
  await expect(page.getByText("1 set")).toBeVisible();
  await expect(page.getByLabel("Result")).toBeHidden();
  await expect(page.getByRole("heading", { level: 1, name: "Verifications" })).toBeFocused();
  await expectNoSidewaysScroll(page);

  const options = { viewport: window, storageState: await page.context().storageState(), javaScriptEnabled: false };
  const without = await browser.newContext(options);
  const plain = await without.newPage();
  await plain.goto(path);
  await expect(plain.getByLabel("Result")).toBeHidden();
  await plain.getByText("Filters", { exact: true }).click();
  await plain.getByLabel("Result").selectOption("verified");
  await plain.getByRole("button", { name: "Filter", exact: true }).click();
  await expect(plain).toHaveURL(/state=verified/);
  await expect(plain.getByText("1 set")).toBeVisible();
  await without.close();
});
