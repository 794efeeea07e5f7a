import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { resizeQuotaSlots } from "@/db/queries/quota-slots";
import { environmentOf } from "@/lib/environments";
import { startApp, type TestApp } from "@/tests/support/app";
import { setQuota } from "@/tests/support/quotas";
import { type Answered, call, signUp, type Tenant, told } from "@/tests/support/tenants";

const DAY_SECONDS = 86_400;

let app: TestApp;
let tenants = 0;

beforeAll(async () => {
  // DEV_MODE lets live send into the Mailbox: what is metered is metered the same.
  app = await startApp({ env: { DEV_MODE: "true" }, drain: false });
});
afterAll(() => app.close());

/** A customer with so many codes a day and a month; null leaves the plan's. */
async function customer(daily: number | null, monthly: number | null): Promise<Tenant> {
  tenants += 1;
  const tenant = await signUp(app, `owner${tenants}@acme.dev`);
  await setQuota(app, tenant, { daily, monthly });
  return tenant;
}

const resize = ({ customerId }: Tenant, quota: number) =>
  app.deps.db.transaction((tx) => resizeQuotaSlots(tx, app.clock.offsetSeconds(), { customerId, span: "day", quota }));

const ask = (tenant: Tenant, email: string, kind: "test" | "live" = "live") =>
  call(app, "POST", "/api/auth/request-otp", { key: tenant[kind].secret, body: { email } });

const quotaOf = ({ headers }: Answered) =>
  ["limit", "remaining", "period"].map((name) => headers.get(`x-quota-${name}`)).join(" ");

describe("the quota of a customer", () => {
  it("is there for the first codes of a day, however many are asked for at once", async () => {
    const tenant = await customer(20, 20);
    const asked = Array.from({ length: 25 }, (_, at) => ask(tenant, `first${at}@example.com`));
    const answers = (await Promise.all(asked)).map(told).sort();
    expect(answers.filter((answer) => answer === "200")).toHaveLength(20);
    expect(new Set(answers)).toEqual(new Set(["200", "429 quota_exceeded"]));
  });

  it("says in every answer what is left, of the day or of the month, whichever is less", async () => {
    const tenant = await customer(5, 7);
    expect(quotaOf(await ask(tenant, "a1@example.com"))).toBe("5 4 day");
    await setQuota(app, tenant, { daily: 5, monthly: 3 });
    expect(quotaOf(await ask(tenant, "a2@example.com")).endsWith("month")).toBe(true);
  });

  it("lets exactly the last code pass, and refuses the next until the day ends", async () => {
    const tenant = await customer(3, 100);
    const answers = [];
    for (let at = 0; at < 4; at += 1) answers.push(await ask(tenant, `b${at}@example.com`));
    expect(answers.map(told)).toEqual(["200", "200", "200", "429 quota_exceeded"]);
    const refused = answers.at(-1);
    expect(refused && quotaOf(refused)).toBe("3 0 day");
    const wait = Number(refused?.headers.get("retry-after"));
    expect(wait).toBe(Number(refused?.headers.get("x-quota-reset")));
    expect(wait).toBeLessThanOrEqual(DAY_SECONDS);
    app.clock.advance(wait + 1);
    expect(told(await ask(tenant, "b9@example.com"))).toBe("200");
  });

  it("holds for the month when the day has more", async () => {
    const tenant = await customer(100, 2);
    const answers = [];
    for (let at = 0; at < 3; at += 1) answers.push(await ask(tenant, `c${at}@example.com`));
    expect(answers.map(told)).toEqual(["200", "200", "429 quota_exceeded"]);
    expect(answers.at(-1)?.headers.get("ratelimit-policy")).toMatch(/^"quota\.monthly";q=2;w=\d+$/);
  });

  it("does not touch a test environment, which is told of none", async () => {
    const tenant = await customer(1, 1);
    for (let at = 0; at < 3; at += 1) {
      const answered = await ask(tenant, `d${at}@example.com`, "test");
      expect(told(answered)).toBe("200");
      expect(answered.headers.get("x-quota-limit")).toBeNull();
    }
  });

  it("counts nothing for a code that was refused for another reason", async () => {
    const tenant = await customer(10, 10);
    await ask(tenant, "e@example.com");
    const refused = await ask(tenant, "e@example.com");
    expect(told(refused)).toBe("429 resend_cooldown");
    expect(quotaOf(await ask(tenant, "e2@example.com"))).toBe("10 8 day");
  });

  it("that is made larger or smaller in the middle of the day keeps what was used", async () => {
    const tenant = await customer(2, 100);
    for (let at = 0; at < 2; at += 1) await ask(tenant, `f${at}@example.com`);
    await setQuota(app, tenant, { daily: 4, monthly: 100 });
    await resize(tenant, 4);
    expect(quotaOf(await ask(tenant, "f3@example.com"))).toBe("4 1 day");
    await setQuota(app, tenant, { daily: 1, monthly: 100 });
    await resize(tenant, 1);
    expect(told(await ask(tenant, "f4@example.com"))).toBe("429 quota_exceeded");
  });

  it("that is spent counts its refusals nowhere: whoever waited for a larger one has all their codes left", async () => {
    const tenant = await customer(1, 100);
    await ask(tenant, "h1@example.com");
    for (let at = 0; at < 4; at += 1) expect(told(await ask(tenant, "h2@example.com"))).toBe("429 quota_exceeded");
    await setQuota(app, tenant, { daily: 100, monthly: 100 });
    await resize(tenant, 100);
    for (let at = 0; at < 3; at += 1) {
      expect(told(await ask(tenant, "h2@example.com"))).toBe("200");
      app.clock.advance(31);
    }
    expect(told(await ask(tenant, "h2@example.com"))).toBe("429 rate_limited");
  });

  it("is what the customer's row says when its slots are made, however old what the process knows", async () => {
    const tenant = await customer(1, 100);
    // Behind the process's back, and within the five seconds.
    const raise = "UPDATE customers SET daily_quota = 5 WHERE id = $1";
    await app.deps.db.run({ name: "raise_quota", text: raise }, [tenant.customerId]);
    for (let at = 0; at < 5; at += 1) expect(told(await ask(tenant, `i${at}@example.com`))).toBe("200");
    expect(told(await ask(tenant, "i9@example.com"))).toBe("429 quota_exceeded");
  });

  it("that grows has as many slots as one that was large from the start", async () => {
    const tenant = await customer(10, 100);
    await ask(tenant, "j@example.com");
    await resize(tenant, 1_000);
    const slots = await app.deps.db.run<{ cap: number }>(
      {
        name: "slots",
        text: "SELECT cap FROM customer_quota_slots WHERE customer_id = $1 AND span = 'day' ORDER BY slot",
      },
      [tenant.customerId],
    );
    expect(slots).toHaveLength(16);
    expect(slots.reduce((sum, { cap }) => sum + cap, 0)).toBe(1_000);
  });

  it("comes from the plan where the operator set none", async () => {
    const tenant = await customer(null, null);
    const environment = await environmentOf(app.deps, tenant.live.environmentId);
    expect(environment?.plan).toBe("free");
    expect(quotaOf(await ask(tenant, "g@example.com"))).toBe("1000 999 day");
  });
});
