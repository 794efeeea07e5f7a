import { beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { CONFIG, configuring } from "@/tests/support/configuring";
import { call, told } from "@/tests/support/tenants";

const { app, tenant, newTenant, get, post, set, events } = configuring();

describe("versions of the settings", () => {
  beforeEach(async () => {
    await set({ codes: { attempts: 3 } });
    await set({ codes: { attempts: 4 }, tokens: { audience: "app" } });
    await set({ codes: { length: { sms: 8 } } });
  });

  const Version = z.object({
    version: z.number(),
    author: z.string(),
    note: z.string().nullable(),
    changes: z.array(z.object({ path: z.string(), before: z.unknown(), after: z.unknown() })),
  });
  const Versions = z.object({ data: z.array(Version), next_cursor: z.string().nullable() });

  it("say who made them and what they changed, newest first, page by page", async () => {
    const first = Versions.parse((await get(`${CONFIG}/versions?limit=2`)).body);
    expect(first.data.map(({ version }) => version)).toEqual([3, 2]);
    expect(first.data.map(({ changes }) => changes)).toEqual([
      [{ path: "codes.length.sms", before: 6, after: 8 }],
      [
        { path: "codes.attempts", before: 3, after: 4 },
        { path: "tokens.audience", before: null, after: "app" },
      ],
    ]);
    expect(first.data[0]?.author).toMatch(/^key:/);
    const rest = Versions.parse((await get(`${CONFIG}/versions?limit=2&cursor=${first.next_cursor}`)).body);
    expect(rest.data.map(({ version, changes }) => [version, changes])).toEqual([
      [1, [{ path: "codes.attempts", before: 5, after: 3 }]],
    ]);
    expect(rest.next_cursor).toBeNull();
    const whole = await get(`${CONFIG}/versions/2`);
    expect(whole.body).toMatchObject({ version: 2, settings: { codes: { attempts: 4, length: { sms: 6 } } } });
  });

  it("take no cursor from elsewhere, and no version that never was", async () => {
    const { next_cursor } = Versions.parse((await get(`${CONFIG}/versions?limit=1`)).body);
    const keys = await get("/api/admin/customers/me/api-keys?limit=1");
    const others = [await get(`${CONFIG}/versions?cursor=${next_cursor}`, "live")];
    for (const cursor of [keys.body.next_cursor, "x", `${next_cursor}A`]) {
      others.push(await get(`${CONFIG}/versions?cursor=${cursor}`));
    }
    expect(others.map(told)).toEqual(others.map(() => "400 invalid_request"));
    for (const version of ["4", "-1", "00", "1.5", "x", "999999999999"]) {
      expect(told(await get(`${CONFIG}/versions/${version}`))).toBe("404 not_found");
      expect(told(await post(`${CONFIG}/versions/${version}/restore`, {}))).toBe("404 not_found");
    }
    expect(told(await get(`${CONFIG}/versions/0`))).toBe("404 not_found");
  });

  it("are restored as the next one", async () => {
    const restored = await post(`${CONFIG}/versions/1/restore`, {});
    expect(restored.body).toMatchObject({
      version: 4,
      settings: { codes: { attempts: 3, length: { sms: 6 } }, tokens: { audience: null } },
    });
    const [newest] = Versions.parse((await get(`${CONFIG}/versions?limit=1`)).body).data;
    expect(newest).toMatchObject({ version: 4, note: "Restored version 1" });
    expect(newest?.changes.map(({ path }) => path)).toEqual(["codes.length.sms", "codes.attempts", "tokens.audience"]);
    expect((await events("config.restored"))[0]?.data).toMatchObject({ version: 4, note: "Restored version 1" });
    const old = await post(`${CONFIG}/versions/2/restore`, { version: 3 });
    expect(told(old)).toBe("409 conflict");
    expect(old.body).toMatchObject({ version: 4 });
  });

  it("can all be undone: what was there before the first is restored as version 0", async () => {
    const restored = await post(`${CONFIG}/versions/0/restore`, { version: 3 });
    expect(restored.body).toMatchObject({
      version: 4,
      settings: { codes: { attempts: 5, length: { sms: 6 } }, tokens: { audience: null } },
    });
    expect((await get(CONFIG)).body).toEqual(restored.body);
    // What is a default in test alone stays one: nobody waits there.
    expect(restored.body).toMatchObject({ settings: { codes: { resend_cooldown_seconds: 0 } } });
  });

  it("are restored once under one Idempotency-Key", async () => {
    const headers = { "idempotency-key": "restore-1" };
    const asking = { key: tenant().test.secret, body: {}, headers };
    const first = await call(app(), "POST", `${CONFIG}/versions/1/restore`, asking);
    await set({ codes: { attempts: 7 } });
    const again = await call(app(), "POST", `${CONFIG}/versions/1/restore`, asking);
    expect(again.body).toEqual(first.body);
    expect((await get(CONFIG)).body).toMatchObject({ version: 5, settings: { codes: { attempts: 7 } } });
  });
});

describe("copying test to live", () => {
  const COPY = `${CONFIG}/copy`;

  it("shows what would change first, and then changes exactly that", async () => {
    await set({ codes: { attempts: 3, length: { email: 6 } }, channels: { enabled: ["email"] } });
    const dry = await post(COPY, { dry_run: true }, "live");
    expect(dry.body).toEqual({
      version: 0,
      changes: [
        { path: "codes.length.email", before: 9, after: 6 },
        { path: "codes.attempts", before: 5, after: 3 },
        { path: "channels.enabled", before: "email sms voice whatsapp discord hook".split(" "), after: ["email"] },
      ],
    });
    expect((await get(CONFIG, "live")).body).toMatchObject({ version: 0 });
    const copied = await post(COPY, { version: 0 }, "live");
    expect(copied.body).toEqual({ version: 1, changes: dry.body.changes });
    expect((await get(CONFIG, "live")).body).toMatchObject({
      settings: {
        codes: { attempts: 3, resend_cooldown_seconds: 30, per_ip_hour: 20, verify_by_identifier: "secret_key" },
      },
    });
    const [event] = await events("config.copied");
    expect(event?.data).toMatchObject({ version: 1, note: "Copied from test, version 1" });
  });

  it("leaves what says where live itself is: its origins and its audience", async () => {
    await set({ cors: { origins: ["http://app.acme.test"] }, tokens: { audience: "test-app" } });
    await set(
      { cors: { origins: ["https://app.acme.dev"] }, tokens: { audience: "app" }, codes: { attempts: 7 } },
      "live",
    );
    expect(told(await post(COPY, {}, "live"))).toBe("200");
    expect((await get(CONFIG, "live")).body.settings).toMatchObject({
      cors: { origins: ["https://app.acme.dev"] },
      tokens: { audience: "app" },
      codes: { attempts: 5 },
    });
  });

  it("is refused on an old version, from nowhere, and from another customer's environment", async () => {
    await set({ codes: { attempts: 3 } }, "live");
    expect(told(await post(COPY, { version: 0 }, "live"))).toBe("409 conflict");
    const other = await newTenant();
    for (const id of [other.test.environmentId, tenant().live.environmentId, "019a9d8e-0000-7000-8000-0000000000ff"]) {
      expect(told(await post(COPY, { from_environment_id: id }, "live"))).toBe("404 not_found");
    }
    for (const body of [{ dry_run: "yes" }, { to_environment_id: other.test.environmentId }, { settings: {} }]) {
      expect(told(await post(COPY, body, "live"))).toBe("400 invalid_request");
    }
  });
});
