import { askForCode, codeField, expect, expectNoSidewaysScroll, paste, signUp, signUpByHand, test } from "./fixtures";

/** Another nine digits than the right ones. */
const wrongFor = (code: string) => (code === "111111111" ? "222222222" : "111111111");
const grouped = (code: string, separator: string) => code.replace(/(\d{3})(?=\d)/g, `$1${separator}`);

test("someone signs up with one field and a code, and is in", async ({ page, context, mailbox, email }) => {
  await page.goto("/signup");
  await expect(page.getByRole("textbox")).toHaveCount(1);
  await signUpByHand(page, mailbox, email);
  await page.getByRole("link", { name: "Skip to the dashboard" }).click();
  await page.waitForURL("**/test/overview");

  const cookies = (await context.cookies()).filter(({ name }) => name.startsWith("ninepin_"));
  expect(cookies.map(({ name }) => name).sort()).toEqual(["ninepin_device", "ninepin_member"]);
  for (const cookie of cookies) expect(cookie).toMatchObject({ httpOnly: true, sameSite: "Lax", path: "/" });

  await page.goto("/signup");
  await expect(page, "who is in does not sign up again").toHaveURL(/\/dashboard/);
});

test("an address that cannot be one is refused in words, and stays in the field", async ({ page }) => {
  await page.goto("/signup");
  await page.getByRole("textbox", { name: "Work email" }).fill("ada@");
  await page.getByRole("button", { name: "Send me a code" }).click();
  await expect(page.getByText("Enter an email address like name@company.com")).toBeVisible();
  await expect(page.getByRole("textbox", { name: "Work email" })).toHaveValue("ada@");
  await expect(page.getByRole("textbox", { name: "Work email" })).toHaveAccessibleDescription(/Enter an email address/);
});

for (const [name, written] of [
  ["in groups", (code: string) => grouped(code, " ")],
  ["with hyphens", (code: string) => grouped(code, "-")],
  ["in a sentence", (code: string) => `Your code is ${code}.`],
] as const) {
  test(`a code pasted ${name} fills the field and sends itself`, async ({ page, mailbox, email }) => {
    await askForCode(page, "/signup", email);
    await paste(page, written(await mailbox.nextCode(email)));
    await page.waitForURL("**/start");
  });
}

test("the code field is one tab stop", async ({ page, email }) => {
  await askForCode(page, "/signup", email);
  await expect(codeField(page)).toBeFocused();
  await page.keyboard.press("Tab");
  await expect(page.getByRole("button", { name: "Verify" })).toBeFocused();
});

test("a wrong code is said, the field clears, and the right one sends itself", async ({
  page,
  mailbox,
  email,
  checkAccess,
}) => {
  await askForCode(page, "/signup", email);
  const code = await mailbox.nextCode(email);
  await codeField(page).pressSequentially(wrongFor(code), { delay: 20 });
  await expect(page.getByText("That code is not right. 4 tries left.")).toBeVisible();
  await expect(codeField(page)).toHaveValue("");
  await expect(codeField(page)).toBeFocused();
  await expect(codeField(page)).toHaveAccessibleDescription("That code is not right. 4 tries left.");
  await checkAccess(page);
  await paste(page, code);
  await page.waitForURL("**/start");
});

test("a short code is counted, and nothing is charged for it", async ({ page, mailbox, email }) => {
  await askForCode(page, "/signup", email);
  const code = await mailbox.nextCode(email);
  await codeField(page).pressSequentially(code.slice(0, 7));
  await page.getByRole("button", { name: "Verify" }).click();
  await expect(page.getByText("You have entered 7 digits. The code has 9.")).toBeVisible();
  await expect(codeField(page)).toBeFocused();
  await page.keyboard.type(code.slice(7), { delay: 20 });
  await page.waitForURL("**/start");
});

test("of three codes the last two work, and the first is called what it is", async ({ page, mailbox, email }) => {
  await page.clock.install();
  await askForCode(page, "/signup", email);
  const first = await mailbox.nextCode(email);
  const again = page.getByRole("button", { name: "Send a new code" });
  await expect(again).toBeDisabled();
  await page.clock.fastForward(31_000);
  await again.click();
  await expect(page.getByText(`We have sent a new code to ${email}.`)).toBeVisible();
  const second = await mailbox.nextCode(email);
  await expect(again, "the wait doubles").toBeDisabled();
  await page.clock.fastForward(31_000);
  await expect(again).toBeDisabled();
  await page.clock.fastForward(31_000);
  await again.click();
  await mailbox.nextCode(email);

  await codeField(page).fill(first);
  await expect(page.getByText("That is an earlier code. Use the one from the newest email.")).toBeVisible();
  await codeField(page).fill(second);
  await page.waitForURL("**/start");
});

test("after five wrong codes it takes a new one", async ({ page, mailbox, email }) => {
  await page.clock.install();
  await askForCode(page, "/signup", email);
  const code = await mailbox.nextCode(email);
  for (const left of ["4 tries", "3 tries", "2 tries", "1 try"]) {
    await codeField(page).fill(String(Number(wrongFor(code)) + Number(left[0])));
    await expect(page.getByText(`That code is not right. ${left} left.`)).toBeVisible();
  }
  await codeField(page).fill(wrongFor(code));
  await expect(page.getByText(/^Too many tries/).first()).toBeVisible();
  await codeField(page).fill(code);
  await expect(codeField(page), "the right one comes too late").toHaveValue("");

  await page.clock.fastForward(31_000);
  await page.getByRole("button", { name: "Send a new code" }).click();
  await codeField(page).fill(await mailbox.nextCode(email));
  await page.waitForURL("**/start");
});

test("without a connection the code stays, and is checked when it is back", async ({
  page,
  context,
  mailbox,
  email,
  expectedErrors,
}) => {
  expectedErrors.push(/ERR_INTERNET_DISCONNECTED/);
  await askForCode(page, "/signup", email);
  const code = await mailbox.nextCode(email);
  await context.setOffline(true);
  await codeField(page).fill(code);
  await expect(page.getByText("You are offline. Your code is still here")).toBeVisible();
  await expect(codeField(page)).toHaveValue(code);
  await context.setOffline(false);
  await page.waitForURL("**/start");
});

test("signing out ends the session on the server, for a copy of the cookie too", async ({
  page,
  browser,
  baseURL,
  context,
  mailbox,
  email,
}) => {
  await signUp(page, mailbox, email);
  const copy = await browser.newContext({ baseURL, storageState: await context.storageState() });
  const thief = await copy.newPage();
  await thief.goto("/start");
  await expect(thief, "the copy works while the session lives").toHaveURL(/\/start$/);

  await page.goto("/signout");
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.waitForURL("**/signin");
  await thief.goto("/dashboard");
  await expect(thief).toHaveURL(/\/signin\?next=/);
  await copy.close();
});

test("signing in leads back to the page that wanted a member", async ({ page, mailbox, email }) => {
  await signUp(page, mailbox, email);
  await page.goto("/signout");
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.waitForURL("**/signin");

  await page.goto("/start");
  await expect(page).toHaveURL("/signin?next=%2Fstart");
  await page.getByRole("textbox", { name: "Email" }).fill(email);
  await page.getByRole("button", { name: "Send me a code" }).click();
  await page.waitForURL("**/verify");
  await codeField(page).fill(await mailbox.nextCode(email));
  await page.waitForURL("**/start");
});

for (const next of ["//evil.example/dashboard", "https://evil.example", "/\\evil.example", "/docs/errors"]) {
  test(`signing in does not lead to ${next}`, async ({ page, mailbox, quickstart }) => {
    await page.goto(`/signin?next=${encodeURIComponent(next)}`);
    await page.getByRole("textbox", { name: "Email" }).fill(quickstart.member_email);
    await page.getByRole("button", { name: "Send me a code" }).click();
    await page.waitForURL("**/verify");
    await codeField(page).fill(await mailbox.nextCode(quickstart.member_email));
    await page.waitForURL("**/dashboard/**");
  });
}

test("/session tells who is in and nothing that opens anything", async ({ page, request, baseURL, mailbox, email }) => {
  await signUp(page, mailbox, email);
  const session = await page.request.get("/session/session");
  expect(Object.keys(await session.json()).sort()).toEqual(["expires", "user"]);
  expect(session.headers()["cache-control"]).toContain("no-store");
  const log = (origin: string) =>
    request.post("/session/_log", { form: { code: "x", level: "error" }, headers: { origin } });
  expect((await log(baseURL ?? "")).status()).toBe(404);
  expect((await log("https://evil.example")).status()).toBe(403);
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("signing up, a wrong code and the right one all work", async ({ page, mailbox, email }) => {
    await askForCode(page, "/signup", email);
    const code = await mailbox.nextCode(email);
    await codeField(page).fill(wrongFor(code));
    await page.getByRole("button", { name: "Verify" }).click();
    await expect(page.getByText("That code is not right. 4 tries left.")).toBeVisible();
    await page.getByRole("button", { name: "Send a new code" }).click();
    await expect(page.getByText(`We have sent a new code to ${email}.`)).toBeVisible();
    await codeField(page).fill(code);
    await page.getByRole("button", { name: "Verify" }).click();
    await page.waitForURL("**/start");
  });
});

for (const colorScheme of ["light", "dark"] as const) {
  test.describe(`on a narrow ${colorScheme} screen`, () => {
    test.use({ viewport: { width: 320, height: 640 }, colorScheme });

    test("the pages of the way in fit and can be read", async ({ page, email, checkAccess }) => {
      for (const path of ["/signup", "/signin"]) {
        await page.goto(path);
        await expectNoSidewaysScroll(page);
        await checkAccess(page);
      }
      await askForCode(page, "/signin", email);
      await expectNoSidewaysScroll(page);
    });
  });
}
