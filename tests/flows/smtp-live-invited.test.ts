import { describe, expect, it } from "vitest";
import { insertSettings } from "@/db/queries/environments";
import { deriveCode } from "@/lib/otp/code";
import { ask, installationsOfEachTest, type Live, verify } from "@/tests/support/live";
import { codeInMail } from "@/tests/support/mail";
import { type Answered, call, told } from "@/tests/support/tenants";
import { until } from "@/tests/support/until";

const { startLive } = installationsOfEachTest();

describe("an environment that only knows whom it invited", () => {
  const KNOWN = "known@example.com";
  const UNKNOWN = "unknown@example.com";

  /** A live environment with one user, closed to everybody else. */
  async function startClosed(): Promise<Live> {
    const live = await startLive();
    const { app, smtp, tenant } = live;
    const { body } = await ask(app, tenant.live.secret, { email: KNOWN });
    expect(told(await verify(app, tenant.live.secret, body.challenge_id, await codeInMail(smtp.received.at(-1))))).toBe(
      "200",
    );
    const { environmentId } = tenant.live;
    const settings = { sign_ups: { mode: "invite_only" } };
    await insertSettings(app.deps.db.orm, { environmentId, version: 1, settings, author: "test" });
    // Longer than any process remembers settings, and than the cooldown after the sign-in.
    app.clock.advance(60);
    return live;
  }

  /** An answer without what differs from one request to the next. */
  const shape = ({ status, body, headers }: Answered) => {
    const { challenge_id, expires_at, resend_after, destination, request_id, ...rest } = body;
    // What is left of the quota is less after each of them, whoever it was for.
    const moving = ["x-request-id", "date", "x-quota-remaining", "x-quota-reset"];
    const named = [...headers].filter(([name]) => !moving.includes(name));
    return { status, fields: Object.keys(body), rest, named };
  };

  it("answers a stranger like a member of it, and sends the stranger nothing", async () => {
    const { app, smtp, tenant } = await startClosed();
    const before = smtp.received.length;
    const [known, unknown] = [
      await ask(app, tenant.live.secret, { email: KNOWN }),
      await ask(app, tenant.live.secret, { email: UNKNOWN }),
    ];
    expect(shape(unknown)).toEqual(shape(known));
    expect(unknown.body.destination).toBe("u•••@example.com");
    await until(() => smtp.received.length === before + 1);
    await ask(app, tenant.live.secret, { challenge_id: unknown.body.challenge_id });
    await app.deps.settle();
    expect(smtp.received.slice(before).map(({ to }) => to)).toEqual([[KNOWN]]);
    expect(
      told(await verify(app, tenant.live.secret, known.body.challenge_id, await codeInMail(smtp.received.at(-1)))),
    ).toBe("200");
  });

  it("charges both alike, for sends and for guesses, and never lets the stranger's challenge be met", async () => {
    const { app, sql, tenant } = await startClosed();
    const { secret, environmentId } = tenant.live;
    const outcomes: Record<string, unknown[]> = {};
    for (const email of [KNOWN, UNKNOWN]) {
      const seen: unknown[] = [];
      const first = await ask(app, secret, { email });
      seen.push(shape(first), shape(await ask(app, secret, { email })));
      for (let guess = 0; guess < 6; guess += 1) {
        const { status, body } = await verify(app, secret, first.body.challenge_id, "000000000");
        seen.push([status, body.code, body.reason, body.attempts_remaining]);
      }
      for (let send = 0; send < 3; send += 1) {
        app.clock.advance(31);
        seen.push(told(await ask(app, secret, { email })));
      }
      outcomes[email] = seen;
    }
    // The known one had a code more within the hour: the one that signed them in.
    const sends = (email: string) => (outcomes[email] ?? []).slice(-3);
    expect(outcomes[KNOWN]?.slice(0, -3)).toEqual(outcomes[UNKNOWN]?.slice(0, -3));
    expect(sends(KNOWN)).toEqual(["200", "429 rate_limited", "429 rate_limited"]);
    expect(sends(UNKNOWN)).toEqual(["200", "200", "429 rate_limited"]);

    app.clock.advance(3600);
    const { challenge_id } = (await ask(app, secret, { email: UNKNOWN })).body;
    const [message] = await sql.rows<{ id: string; nonce: Buffer; key_id: number; digits: number }>(
      "SELECT id, nonce, key_id, digits FROM messages WHERE challenge_id = $1",
      [challenge_id],
    );
    if (!message) throw new Error("No message");
    const { id: messageId, nonce, key_id: keyId, digits } = message;
    const right = deriveCode(app.deps.keyring, { environmentId, messageId, nonce, keyId, digits }) ?? "";
    const judged = await verify(app, secret, challenge_id, right);
    expect([told(judged), judged.body.reason, judged.body.attempts_remaining]).toEqual([
      "400 invalid_otp",
      "incorrect",
      4,
    ]);
    expect(await sql.rows("SELECT FROM identifiers WHERE value = $1", [UNKNOWN])).toEqual([]);
  });

  it("does not wait for the mail server, and does not say when it is down", async () => {
    const { app, smtp, sql, tenant } = await startClosed();
    smtp.behave("hang-at-greeting");
    const known = await ask(app, tenant.live.secret, { email: KNOWN });
    expect(known.status).toBe(200);
    // The answer is here and the message still on its way: a request that waits has it sent or given up by then.
    expect(await sql.rows("SELECT FROM outbox WHERE kind = 'message'")).toHaveLength(1);
    expect(shape(await ask(app, tenant.live.secret, { email: UNKNOWN }))).toEqual(shape(known));
  });

  it("lets the known be proved something else about, and the installation's own sign-up stay open", async () => {
    const { app, smtp, tenant } = await startClosed();
    const before = smtp.received.length;
    await call(app, "POST", "/api/signup", { body: { email: "owner@globex.dev" } });
    await until(() => smtp.received.length === before + 1);
    expect(smtp.received.at(-1)?.to).toEqual(["owner@globex.dev"]);
    expect(told(await ask(app, tenant.live.secret, { email: UNKNOWN, purpose: "transaction" }))).toBe("200");
  });
});
