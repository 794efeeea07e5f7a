import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { installationEnvironment } from "@/lib/environments";
import { closeConsole, openConsole, openedConsole, readSignUpsToday, readToday } from "@/lib/operator";
import { drainOutbox } from "@/lib/outbox";
import { startApp, type TestApp } from "@/tests/support/app";
import { requestCode, signIn, signUp } from "@/tests/support/tenants";
import { beginWindow } from "@/tests/support/windows";

const KEY = "np_op_for_the_tests_only_0123456789";
const client = { ip: "203.0.113.5", userAgent: "Console", requestId: "test" };

let app: TestApp;

beforeAll(async () => {
  app = await startApp({ drain: false });
});

afterAll(() => app.close());

async function logged(): Promise<[string, unknown][]> {
  await drainOutbox(app.deps, async () => {});
  const { id } = await installationEnvironment(app.deps);
  const rows = await app.deps.db.run<{ type: string; ip: unknown }>(
    {
      name: "test_operator_log",
      text: "SELECT type, context->>'ip' AS ip FROM audit_log WHERE environment_id = $1 AND starts_with(type, 'operator.') ORDER BY at, id",
    },
    [id],
  );
  return rows.map(({ type, ip }) => [type, ip]);
}

describe("the operator's console", () => {
  it("opens with the operator's key alone, and each try stands in the log", async () => {
    for (const wrong of ["", "np_op_", `${KEY}x`, KEY.slice(0, -1), KEY.toUpperCase()]) {
      expect(await openConsole(app.deps, client, wrong)).toBeNull();
    }
    // What happens within one millisecond stands in the log in any order.
    app.clock.advance(1);
    const opened = await openConsole(app.deps, client, KEY);
    expect(opened?.maxAgeSeconds).toBe(12 * 3600);
    const consoleId = await openedConsole(app.deps, opened?.cookie ?? "");
    expect(consoleId).not.toBeNull();
    app.clock.advance(1);
    await closeConsole(app.deps, client, consoleId ?? "");
    expect(await logged()).toEqual([
      ...Array.from({ length: 5 }, () => ["operator.sign_in_refused", "203.0.113.5"]),
      ["operator.signed_in", "203.0.113.5"],
      ["operator.signed_out", "203.0.113.5"],
    ]);
    expect(JSON.stringify(app.log)).not.toContain(KEY);
  });

  it("opens nothing any more once it was left, whoever has its cookie; another browser's stays open", async () => {
    const [left, other] = await Promise.all([1, 2].map(() => openConsole(app.deps, client, KEY)));
    const isOpen = async (opened: typeof left) => (await openedConsole(app.deps, opened?.cookie ?? "")) !== null;
    expect([await isOpen(left), await isOpen(other)]).toEqual([true, true]);
    await closeConsole(app.deps, client, (await openedConsole(app.deps, left?.cookie ?? "")) ?? "");
    expect([await isOpen(left), await isOpen(other)]).toEqual([false, true]);
    await drainOutbox(app.deps, async () => {});
    expect([await isOpen(left), await isOpen(other)]).toEqual([false, true]);
    app.clock.advance(11 * 3600);
    expect([await isOpen(left), await isOpen(other)]).toEqual([false, true]);
  });

  it("closes the one that the browser had when it is opened anew, and not by a wrong key", async () => {
    const had = await openConsole(app.deps, client, KEY);
    const earlier = await openedConsole(app.deps, had?.cookie ?? "");
    expect(await openConsole(app.deps, client, "another key", earlier)).toBeNull();
    expect(await openedConsole(app.deps, had?.cookie ?? "")).toBe(earlier);
    const anew = await openConsole(app.deps, client, KEY, earlier);
    expect(await openedConsole(app.deps, had?.cookie ?? "")).toBeNull();
    expect(await openedConsole(app.deps, anew?.cookie ?? "")).not.toBeNull();
  });

  it("shuts after twelve hours, for a changed end, and when the key changes", async () => {
    const { cookie } = (await openConsole(app.deps, client, KEY)) ?? { cookie: "" };
    const [until = "", id = "", mac = ""] = cookie.split(".");
    const another = id.replace(/.$/, (last) => (last === "0" ? "1" : "0"));
    for (const forged of [
      `${Number(until) + 1}.${id}.${mac}`,
      `${until}.${another}.${mac}`,
      `${until}..${mac}`,
      `${until}.${id}.`,
      `${until}.${id}`,
      until,
      "",
      "..",
      `0.${id}.${mac}`,
      `${until}.${id}.${mac}x`,
      `x${cookie}`,
    ]) {
      expect(await openedConsole(app.deps, forged), forged).toBeNull();
    }
    const changed = { ...app.deps, env: { ...app.deps.env, operatorKey: "np_op_another_key_for_the_tests_98765" } };
    expect(await openedConsole(changed, cookie)).toBeNull();
    const without = { ...app.deps, env: { ...app.deps.env, operatorKey: null } };
    expect(await openedConsole(without, cookie)).toBeNull();
    app.clock.advance(12 * 3600 - 120);
    expect(await openedConsole(app.deps, cookie)).not.toBeNull();
    app.clock.advance(121);
    expect(await openedConsole(app.deps, cookie)).toBeNull();
  });

  it("lets one network try ninety times a minute", async () => {
    beginWindow(app, 60);
    const elsewhere = { ...client, ip: "203.0.113.99" };
    const tries = await Promise.allSettled(
      Array.from({ length: 100 }, () => openConsole(app.deps, elsewhere, "guess")),
    );
    expect(tries.filter(({ status }) => status === "fulfilled")).toHaveLength(90);
    await expect(openConsole(app.deps, elsewhere, KEY)).rejects.toMatchObject({ code: "rate_limited" });
    expect(await openConsole(app.deps, client, KEY), "others are not kept waiting").not.toBeNull();
  });

  it("counts what happened today, over all customers and on the day alone", async () => {
    const first = await signUp(app, "owner@first.dev");
    const second = await signUp(app, "owner@second.dev");
    await signIn(app, first.test, "ada@example.com");
    await requestCode(app, second.test.secret, { email: "grace@example.com" });
    await drainOutbox(app.deps, async () => {});
    expect(await readSignUpsToday(app.deps), "Ninepin itself did not sign up").toBe(2);
    // Two sign-ups are codes of Ninepin's own.
    expect(await readToday(app.deps)).toMatchObject({ requested: 4, verified: 3, failed: 0, bounced: 0 });
    app.clock.advance(86_400);
    expect(await readSignUpsToday(app.deps)).toBe(0);
    expect((await readToday(app.deps)).requested).toBe(0);
  });
});
