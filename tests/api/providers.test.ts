import { describe, expect, it } from "vitest";
import { z } from "zod";
import { createKeyring } from "@/lib/core/secrets";
import { sealAccountConfig } from "@/lib/delivery/account-config";
import { reencryptStored } from "@/lib/keys";
import { readMail } from "@/tests/support/mail";
import { FROM, Listed, Made, PASSWORD, providerRig } from "@/tests/support/providers";
import { call, told } from "@/tests/support/tenants";
import { beginWindow } from "@/tests/support/windows";

const rig = providerRig();

describe("an account of one's own", () => {
  it("is kept encrypted, and what signs in there is in no answer, log or event", async () => {
    const made = await rig().providers("POST", "", { provider: "smtp", config: { url: rig().first.url, from: FROM } });
    expect(made.body).toMatchObject({
      provider: "smtp",
      title: "SMTP",
      label: "SMTP",
      channels: ["email"],
      last_accepted_at: null,
      last_error: null,
      callback_url: null,
    });
    const { id } = Made.parse(made.body);
    await rig().providers("PATCH", `/${id}`, { label: "Renamed" });
    const listed = await rig().providers("GET");
    expect(Listed.parse(listed.body).data).toMatchObject([{ id, label: "Renamed" }]);
    const stored = await rig().rows<{ sealed: string }>(
      "SELECT encode(config_encrypted, 'escape') AS sealed FROM provider_accounts",
    );
    expect(stored).toHaveLength(1);
    await rig().app.deps.jobs.drain(rig().app.deps, 5);
    const audit = await call(rig().app, "GET", `/api/admin/audit?target=provider:${id}`, {
      key: rig().tenant.live.secret,
    });
    expect(JSON.stringify(audit.body)).toContain("config_digest");
    for (const text of [made.body, listed.body, stored, audit.body, rig().app.log].map((each) =>
      JSON.stringify(each),
    )) {
      expect(text).not.toContain(PASSWORD);
    }
  });

  it("is made once under an Idempotency-Key", async () => {
    const asking = {
      key: rig().tenant.live.secret,
      body: { provider: "smtp", config: { url: rig().first.url, from: FROM } },
      headers: { "idempotency-key": "one account" },
    };
    const [one, two] = [
      await call(rig().app, "POST", "/api/admin/providers", asking),
      await call(rig().app, "POST", "/api/admin/providers", asking),
    ];
    expect(two.body).toEqual(one.body);
    expect(Listed.parse((await rig().providers("GET")).body).data).toHaveLength(1);
  });

  it.each([
    [{ provider: "pigeon", config: {} }, ["provider"]],
    [{ provider: "smtp", config: {} }, ["config.url", "config.from"]],
    [{ provider: "smtp", config: { url: "smtp://x.dev" } }, ["config.from"]],
    [{ provider: "smtp", config: { url: "smtp://x.dev", from: "Acme <login@acme.dev>" } }, ["config.from"]],
    [{ provider: "smtp", config: { url: "smtp://x.dev", from: "a@x.dev,b@x.dev" } }, ["config.from"]],
    [{ provider: "smtp", config: { url: "smtp://x.dev", from: "a@x.dev\r\nBcc: b@x.dev" } }, ["config.from"]],
    [{ provider: "smtp", config: { url: "http://x.dev", from: FROM } }, ["config.url"]],
    [{ provider: "smtp", config: { url: "smtp://x.dev", from: FROM, base_url: "http://x.dev" } }, ["config.base_url"]],
    [{ provider: "smtp", config: { url: "smtp://x.dev" }, label: "a\nb" }, ["label"]],
    [{ provider: "smtp", config: { url: 3 } }, ["config.url"]],
    [{ provider: "smtp" }, ["config"]],
  ])("is refused as %j, field by field", async (body, paths) => {
    const refused = await rig().providers("POST", "", body);
    expect(told(refused)).toBe("400 invalid_request");
    const errors = z.array(z.object({ path: z.string() })).parse(refused.body.errors);
    expect(errors.map(({ path }) => path)).toEqual(paths);
  });

  it("sends from the address that it names, in its one spelling, and cannot do without one", async () => {
    const config = { url: rig().first.url, from: " Login@Mail.ACME.dev " };
    const { id } = Made.parse((await rig().providers("POST", "", { provider: "smtp", config })).body);
    expect(told(await rig().providers("POST", `/${id}/test`, { to: "ada@example.com" }))).toBe("200");
    expect(rig().first.received.at(-1)?.from).toBe(FROM);
    expect((await readMail(rig().first.received.at(-1))).from).toEqual({ name: "Acme", address: FROM });
    expect(told(await rig().requestOtp({ email: "ada@example.com" }))).toBe("200");
    await rig().app.deps.settle();
    expect((await readMail(rig().first.received.at(-1))).from).toEqual({ name: "Acme", address: FROM });

    const without = await rig().providers("PATCH", `/${id}`, { config: { from: null } });
    expect(told(without)).toBe("400 invalid_request");
    expect(without.body.errors).toEqual([
      { path: "config.from", message: "Enter the address that this account sends from, or verify a domain first" },
    ]);
    expect(told(await rig().providers("PATCH", `/${id}`, { config: { from: "codes@acme.dev" } }))).toBe("200");
    await rig().providers("POST", `/${id}/test`, { to: "ada@example.com" });
    expect(rig().first.received.at(-1)?.from).toBe("codes@acme.dev");
  });

  it("that has nothing to send from, as older ones may, is passed over, and says so where it is looked for", async () => {
    const { app, tenant, first, second } = rig();
    const id = await rig().addAccount(first.url);
    const { deps } = app;
    const place = { environmentId: tenant.live.environmentId, accountId: id };
    const sealed = sealAccountConfig(deps.keyring, deps.random, place, { url: first.url });
    const text = "UPDATE provider_accounts SET config_encrypted = $1 WHERE id = $2";
    await deps.db.run({ name: "test_without_from", text }, [sealed, id]);
    deps.caches.environments.forget(place.environmentId);
    expect(Listed.parse((await rig().providers("GET")).body).data).toMatchObject([{ id, lacks_sender: true }]);
    expect(told(await rig().requestOtp())).toBe("500 delivery_failed");

    const next = await rig().addAccount(second.url);
    app.clock.advance(60);
    const asked = await rig().requestOtp();
    expect(told(asked)).toBe("200");
    await deps.settle();
    expect([first.received.length, second.received.length]).toEqual([0, 1]);
    const { body } = await call(app, "GET", `/api/admin/verifications/${asked.body.challenge_id}`, {
      key: tenant.live.secret,
    });
    expect(body.timeline).toContainEqual(expect.objectContaining({ type: "tried", reason: "no_sender" }));
    expect(Listed.parse((await rig().providers("GET")).body).data).toMatchObject([
      { id, lacks_sender: true, last_error: "no_sender" },
      { id: next, lacks_sender: false, last_error: null },
    ]);
    expect(told(await rig().providers("PATCH", `/${id}`, { config: { from: FROM } }))).toBe("200");
    expect(Listed.parse((await rig().providers("GET")).body).data[0]).toMatchObject({ lacks_sender: false });
  });

  it("is one of twenty at most", async () => {
    for (let count = 0; count < 20; count += 1) await rig().addAccount(rig().second.url);
    expect(
      told(await rig().providers("POST", "", { provider: "smtp", config: { url: rig().second.url, from: FROM } })),
    ).toBe("403 forbidden");
  });

  it("opens on when the root secret that sealed it is retired", async () => {
    const id = await rig().addAccount(rig().first.url);
    const bytes = Buffer.from(Array.from({ length: 32 }, (_, at) => (at * 31 + 3) % 256));
    const roots = [{ id: 2, bytes }, ...rig().app.deps.env.rootKeys];
    await reencryptStored({ ...rig().app.deps, keyring: createKeyring(roots, 0) });
    const [row] = await rig().rows<{ root: number }>(
      "SELECT get_byte(config_encrypted, 3) AS root FROM provider_accounts",
    );
    expect(row?.root).toBe(2);
    // Back under the first one, which this installation goes on with.
    await reencryptStored({ ...rig().app.deps, keyring: createKeyring(roots.toReversed(), 0) });
    expect(told(await rig().providers("POST", `/${id}/test`, { to: "ada@example.com" }))).toBe("200");
    expect(rig().first.received).toHaveLength(1);
  });
});

describe("a test", () => {
  it("goes through that account alone, holds no code, and tells what the provider said", async () => {
    const id = await rig().addAccount(rig().first.url);
    await rig().addAccount(rig().second.url);
    const tested = await rig().providers("POST", `/${id}/test`, { to: "Ada@Example.com" });
    expect(tested.body).toMatchObject({
      accepted: true,
      reason: null,
      message: "SMTP took the message.",
      detail: null,
    });
    expect(rig().first.received).toMatchObject([{ to: ["ada@example.com"] }]);
    expect(rig().second.received).toEqual([]);
    const mail = await readMail(rig().first.received[0]);
    expect(mail.subject).toBe("Test message from Acme");
    expect(Listed.parse((await rig().providers("GET")).body).data[0]).toMatchObject({
      id,
      last_accepted_at: expect.any(String),
      last_error: null,
    });
  });

  it.each([
    [{ at: "rcpt", status: 550 }, "recipient_refused", "SMTP refuses this recipient."],
    [{ at: "mail", status: 451 }, "temporary", "SMTP asks to try again later."],
  ] as const)("says in words that the provider answers %j", async (behaviour, reason, message) => {
    const id = await rig().addAccount(rig().first.url);
    rig().first.behave(behaviour);
    const tested = await rig().providers("POST", `/${id}/test`, { to: "ada@example.com" });
    expect(tested.status).toBe(200);
    expect(tested.body).toMatchObject({ accepted: false, reason, message, provider_message_id: null });
    expect(JSON.stringify(tested.body)).not.toMatch(/secret\.address|ada@/);
    expect(Listed.parse((await rig().providers("GET")).body).data[0]).toMatchObject({ last_error: reason });
  });

  it("says that the credentials are not known, and works once they are right", async () => {
    const id = await rig().addAccount(rig().first.url.replace(PASSWORD, "wrong"));
    const wrong = await rig().providers("POST", `/${id}/test`, { to: "ada@example.com" });
    expect(wrong.body).toMatchObject({ accepted: false, reason: "authentication" });
    expect(wrong.body.message).toBe("SMTP does not know these credentials.");
    await rig().providers("PATCH", `/${id}`, { config: { url: rig().first.url } });
    expect((await rig().providers("POST", `/${id}/test`, { to: "ada@example.com" })).body).toMatchObject({
      accepted: true,
    });
  });

  it.each([
    [{}, "400 invalid_request"],
    [{ to: "nobody" }, "400 invalid_email"],
    [{ to: "a@x.dev, b@x.dev" }, "400 invalid_email"],
    [{ to: "verified@ninepin.test" }, "400 test_recipient_in_live"],
    [{ to: "ada@example.com", channel: "sms" }, "400 invalid_request"],
  ])("is refused to %j", async (body, answer) => {
    const id = await rig().addAccount(rig().first.url);
    expect(told(await rig().providers("POST", `/${id}/test`, body))).toBe(answer);
    expect(rig().first.recipientCommands).toEqual(
      rig().first.recipientCommands.filter((line) => line.includes("ada@example.com")),
    );
  });

  it("does not leave a test environment", async () => {
    const id = await rig().addAccount(rig().first.url, rig().tenant.test.secret);
    const tested = await rig().providers("POST", `/${id}/test`, { to: "ada@example.com" }, rig().tenant.test.secret);
    expect(told(tested)).toBe("400 invalid_request");
    await rig().providers("DELETE", `/${id}`, undefined, rig().tenant.test.secret);
  });

  it("cannot be had without an end", async () => {
    const id = await rig().addAccount(rig().second.url);
    beginWindow(rig().app, 3600);
    const answers: string[] = [];
    for (let count = 0; count < 61; count += 1) {
      answers.push(told(await rig().providers("POST", `/${id}/test`, { to: "ada@example.com" })));
    }
    expect(answers.at(-1)).toBe("429 rate_limited");
  });
});
