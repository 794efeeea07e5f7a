import { codeField, expect, expectNoSidewaysScroll, paste, test } from "./fixtures";

test("the front page says what it is and leads on", async ({ page }) => {
  await page.goto("/");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Nine digits. One API call. Signed in.");
  await expect(page).toHaveTitle(/Ninepin/);
  await page.getByRole("link", { name: "Read the quickstart" }).click();
  await expect(page.getByRole("heading", { name: "Three pastes" })).toBeInViewport();
  await page.getByRole("main").getByRole("link", { name: "Start free" }).click();
  await expect(page).toHaveURL("/signup");
});

test("its three pastes work as they stand, with a key put in", async ({ page, request, quickstart, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.goto("/");
  const copied = async (name: string) => {
    await page.getByRole("button", { name: `Copy ${name}` }).click();
    await expect(page.getByRole("status").filter({ hasText: `Copied ${name}` })).toBeAttached();
    const text = await page.evaluate(() => navigator.clipboard.readText());
    return {
      url: /https?:\S+/.exec(text)?.[0] ?? "",
      key: /X-API-Key: (\S+)"/.exec(text)?.[1],
      data: /-d '(.*)'/.exec(text)?.[1],
    };
  };
  const headers = { "x-api-key": quickstart.secret_key, "content-type": "application/json" };

  const first = await copied("Paste 1");
  expect(first.key).toBe("np_test_sk_YOUR_KEY");
  const asked = await request.post(first.url, { headers, data: first.data });
  expect(asked.status()).toBe(200);
  expect(await asked.json()).toMatchObject({ status: "ok", code_length: 9, preview_code: "123456789" });

  const second = await copied("Paste 2");
  const verified = await request.post(second.url, { headers, data: second.data });
  expect(verified.status()).toBe(200);
  const { access_token: token } = await verified.json();

  const third = await copied("Paste 3");
  const me = await request.get(third.url, { headers: { authorization: `Bearer ${token}` } });
  expect((await me.json()).user.identifiers[0]).toMatchObject({ type: "email", value: "verified@ninepin.test" });
});

test("the field on the front page takes any way of writing a code", async ({ page, checkAccess }) => {
  await page.goto("/");
  for (const text of ["482 913 507", "482-913-507", "Your code is 482913507."]) {
    await codeField(page).fill("");
    await paste(page, text);
    await expect(codeField(page)).toHaveValue("482913507");
    await expect(page.getByText("Nine digits are in.")).toBeVisible();
  }
  await checkAccess(page);
});

test("the first tab stop skips to the content", async ({ page }) => {
  await page.goto("/");
  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "Skip to content" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/#main$/);
});

test("the theme can be chosen, and stays chosen", async ({ page, checkAccess }) => {
  await page.emulateMedia({ colorScheme: "light" });
  await page.goto("/");
  const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = await background();
  await page.getByRole("radio", { name: "Dark" }).check({ force: true });
  await expect.poll(background).not.toBe(light);
  await page.reload();
  await expect(page.getByRole("radio", { name: "Dark" })).toBeChecked();
  expect(await background()).not.toBe(light);
  await checkAccess(page);
  await page.getByRole("radio", { name: "System" }).check({ force: true });
  await expect.poll(background).toBe(light);
});

test("every error has a page of its own", async ({ page }) => {
  await page.goto("/docs/errors");
  await page.getByRole("link", { name: "invalid_otp" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("The code is not right");
  await expect(page.getByText("HTTP 400", { exact: true })).toBeVisible();
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("an error that there is not leads to those that there are", async ({ page, expectedErrors }) => {
    expectedErrors.push(/status of 404/);
    const answer = await page.goto("/docs/errors/otp_expired");
    expect(answer?.status()).toBe(404);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("There is no error otp_expired");
    await page.getByRole("link", { name: "invalid_otp" }).click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("The code is not right");
    await page.goto("/docs/errors/call%20us%20now");
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("There is no error of that name");
    await expect(page.getByRole("main").getByRole("link", { name: "All errors" })).toBeVisible();
  });
});

test("what is not there says so", async ({ page, expectedErrors }) => {
  expectedErrors.push(/status of 404/);
  const answer = await page.goto("/nowhere");
  expect(answer?.status()).toBe(404);
  await expect(page.getByRole("heading", { name: "There is nothing here" })).toBeVisible();
});

test("pages carry the headers that keep them from being framed or sniffed", async ({ request }) => {
  const headers = (await request.get("/")).headers();
  expect(headers["x-content-type-options"]).toBe("nosniff");
  expect(headers["referrer-policy"]).toBe("strict-origin-when-cross-origin");
  expect(headers["x-frame-options"]).toBe("DENY");
  expect(headers["content-security-policy"]).toContain("frame-ancestors 'none'");
  expect(headers["x-powered-by"]).toBeUndefined();
});

for (const colorScheme of ["light", "dark"] as const) {
  test.describe(`on a narrow ${colorScheme} screen`, () => {
    test.use({ viewport: { width: 320, height: 640 }, colorScheme });

    test("the public pages fit and can be read", async ({ page, checkAccess, expectedErrors }) => {
      expectedErrors.push(/status of 404/);
      for (const path of ["/", "/docs/errors", "/docs/errors/locked", "/docs/errors/otp_expired"]) {
        await page.goto(path);
        await expectNoSidewaysScroll(page);
        await checkAccess(page);
      }
    });
  });
}
