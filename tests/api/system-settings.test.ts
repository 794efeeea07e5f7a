import { describe, expect, it } from "vitest";
import { z } from "zod";
import { environmentOf } from "@/lib/environments";
import { CONFIG, configuring, fieldsOf } from "@/tests/support/configuring";
import { call, operator, told } from "@/tests/support/tenants";

const { app, tenant, newTenant, get, set, events } = configuring();

describe("the operator's settings", () => {
  const SYSTEM = "/api/admin/system";
  const change = (body: object) => call(app(), "PUT", SYSTEM, { ...operator, body });
  const now = async () =>
    z.looseObject({ version: z.number() }).parse((await call(app(), "GET", SYSTEM, operator)).body);
  const setSystem = async (settings: object) => change({ version: (await now()).version, settings });

  it("are the operator's alone", async () => {
    for (const kind of ["test", "live"] as const) {
      for (const [method, body] of [
        ["GET", undefined],
        ["PUT", { version: 0, settings: {} }],
      ] as const) {
        const answered = await call(app(), method, SYSTEM, { key: tenant()[kind].secret, body });
        expect(told(answered)).toBe("403 forbidden");
      }
    }
  });

  it("narrow what live settings may be, at once for changes and within five seconds for what is there", async () => {
    await set({ codes: { per_identifier_hour: 30 } }, "live");
    expect(told(await setSystem({ bounds: { "codes.per_identifier_hour": { max: 5 } } }))).toBe("200");
    const refused = await set({ codes: { per_identifier_hour: 6 } }, "live");
    expect(fieldsOf(refused)).toEqual(["settings.codes.per_identifier_hour: This installation allows 1 to 5"]);
    expect((await get(CONFIG, "live")).body).toMatchObject({ settings: { codes: { per_identifier_hour: 5 } } });
    expect((await get(CONFIG)).body).toMatchObject({ settings: { codes: { per_identifier_hour: 60 } } });
    expect(told(await set({ codes: { per_identifier_hour: 50 } }))).toBe("200");
    app().clock.advance(6);
    const environment = await environmentOf(app().deps, tenant().live.environmentId);
    expect(environment?.settings.codes.per_identifier_hour, "what a code is asked for under").toBe(5);
    await setSystem({ bounds: {} });
    expect((await get(CONFIG, "live")).body).toMatchObject({ settings: { codes: { per_identifier_hour: 30 } } });
  });

  it("give one of two editors a 409, and are noted in the installation's own log", async () => {
    const { version } = await now();
    const both = await Promise.all([
      change({ version, settings: { announcement: "Maintenance at noon" } }),
      change({ version, settings: { announcement: "Maintenance at one" } }),
    ]);
    expect(both.map(told).toSorted()).toEqual(["200", "409 conflict"]);
    const [won, lost] = both.toSorted((a, b) => a.status - b.status);
    expect(lost?.body).toMatchObject({ version: version + 1, settings: won?.body.settings });
    const [event] = await events("system.updated");
    expect(event?.data).toEqual({ version: version + 1, changed: ["announcement"] });
    expect(event?.context).toMatchObject({ actor: "operator", before: { announcement: null } });
    await setSystem({ announcement: null });
  });

  it("close sign-ups to everybody new, and let members in", async () => {
    await setSystem({ sign_ups: "closed" });
    const started = await call(app(), "POST", "/api/signup", { body: { email: "late@example.com" } });
    expect(told(started)).toBe("403 forbidden");
    expect(started.body.detail).toBe("Sign-ups are closed");
    await setSystem({ sign_ups: "open" });
    expect(told(await call(app(), "POST", "/api/signup", { body: { email: "late@example.com" } }))).toBe("202");
  });

  it("are read as far as this version knows them, while a newer one is brought out", async () => {
    const { version } = await now();
    const text = `INSERT INTO system_settings (version, settings, author)
      VALUES ($1::int, '{"announcement": "Soon", "moons": 2, "bounds": {"moons.full": {"max": 1}}}', 'operator')`;
    await app().deps.db.run({ name: "test_newer", text }, [version + 1]);
    const { status, body } = await call(app(), "GET", SYSTEM, operator);
    expect([status, body.version]).toEqual([200, version + 1]);
    expect(body.settings).toMatchObject({ announcement: "Soon", mailbox_per_environment_hour: 10, bounds: {} });
    await setSystem({ announcement: null, bounds: { "retention.request_log_days": { max: 20 } } });
    const stored = { name: "test_stored", text: "SELECT settings FROM system_settings ORDER BY version DESC LIMIT 1" };
    expect(
      (await app().deps.db.run<{ settings: object }>(stored, []))[0]?.settings,
      "and left as they are",
    ).toMatchObject({
      announcement: null,
      moons: 2,
      bounds: { "moons.full": { max: 1 }, "retention.request_log_days": { max: 20 } },
    });
    await setSystem({ bounds: {} });
  });

  it("choose the plan of whoever signs up", async () => {
    await setSystem({ default_plan: "pro" });
    const late = await newTenant();
    await setSystem({ default_plan: "free" });
    const text = "SELECT plan FROM customers WHERE id = $1";
    expect(await app().deps.db.run({ name: "test_plan_of", text }, [late.customerId])).toEqual([{ plan: "pro" }]);
  });

  it.each([
    [{ bounds: { "codes.attempts": { max: 11 } } }, "settings.bounds.codes.attempts.max: Must be at most 10"],
    [
      { bounds: { "codes.attempts": { min: 8, max: 4 } } },
      "settings.bounds.codes.attempts: The least must not be above the most",
    ],
    [{ bounds: { "codes.colour": { max: 4 } } }, "settings.bounds.codes.colour: Unknown field"],
    [{ mailbox_per_hour: 9 }, "settings.mailbox_per_hour: Must be at least 10"],
    [{ mailbox_per_environment_hour: 0 }, "settings.mailbox_per_environment_hour: Must be at least 1"],
    [{ sms_installation_cap_cents: -1 }, "settings.sms_installation_cap_cents: Must be at least 0"],
    [{ announcement: "a\nb" }, "settings.announcement: Must be one line"],
    [{ operator_key: "x" }, "settings.operator_key: Unknown field"],
  ])("refuse %j", async (settings, said) => {
    const refused = await setSystem(settings);
    expect(told(refused)).toBe("400 invalid_request");
    expect(fieldsOf(refused)).toEqual([said]);
  });
});
