import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { eraseAudit, verifyAudit } from "@/lib/audit";
import { environmentOf } from "@/lib/environments";
import { sweepEnded } from "@/lib/outbox";
import type { Scope } from "@/lib/ports";
import { startApp, type TestApp } from "@/tests/support/app";
import { call, signIn, signUp, type Tenant } from "@/tests/support/tenants";

const DAY = 86_400;
const PATH = "/api/admin/audit";

let app: TestApp;
let tenant: Tenant;

beforeAll(async () => {
  app = await startApp({ drain: false });
  tenant = await signUp(app, "owner@acme.dev");
});

afterAll(() => app.close());

const drain = () => app.deps.jobs.drain(app.deps, 10);

const Entry = z.object({
  id: z.string(),
  seq: z.number(),
  type: z.string(),
  data: z.record(z.string(), z.unknown()),
  erased_at: z.string().nullable(),
});
const List = z.object({ data: z.array(Entry), next_cursor: z.string().nullable() });
const Verified = z.object({
  intact: z.boolean(),
  checked: z.number(),
  erased: z.number(),
  head: z.object({ seq: z.number(), link: z.string() }).nullable(),
  first_bad: z.object({ seq: z.number().nullable(), reason: z.string(), detail: z.string() }).nullable(),
});

const list = async (query = "") =>
  List.parse((await call(app, "GET", `${PATH}${query}`, { key: tenant.test.secret })).body);
const verify = async () => Verified.parse((await call(app, "GET", `${PATH}/verify`, { key: tenant.test.secret })).body);

let statements = 0;
function sql<Row>(text: string, params: readonly unknown[] = []): Promise<Row[]> {
  statements += 1;
  return app.deps.db.run<Row>({ name: `audit_test_${statements}`, text }, params);
}

async function makeKey(name: string): Promise<string> {
  const made = await call(app, "POST", "/api/admin/customers/me/api-keys", {
    key: tenant.test.secret,
    body: { name, type: "secret" },
    ip: "198.51.100.7",
  });
  return z.object({ id: z.string() }).parse(made.body).id;
}

describe("the chain", () => {
  const environmentId = () => tenant.test.environmentId;
  const someSeq = async () => (await list("?limit=3")).data[1]?.seq ?? 0;

  beforeEach(async () => {
    // Past the limit on looks.
    app.clock.advance(61);
    await makeKey("One more");
    await drain();
    expect(await verify()).toMatchObject({ intact: true, first_bad: null });
  });

  /** Changes the log as whoever has the database could, looks, and takes it back. */
  async function tampered(
    change: string,
    params: readonly unknown[],
    then = async () => {},
  ): Promise<z.output<typeof Verified>> {
    await sql("CREATE TABLE kept_log AS SELECT * FROM audit_log");
    await sql("CREATE TABLE kept_heads AS SELECT * FROM audit_heads");
    await sql(change, params);
    await then();
    const found = await verify();
    await sql("DELETE FROM audit_log");
    await sql("INSERT INTO audit_log SELECT * FROM kept_log");
    await sql("DELETE FROM audit_heads");
    await sql("INSERT INTO audit_heads SELECT * FROM kept_heads");
    await sql("DROP TABLE kept_log");
    await sql("DROP TABLE kept_heads");
    expect((await verify()).intact).toBe(true);
    return found;
  }

  const ONE = "environment_id = $1 AND seq = $2::bigint";
  const cases: [string, string, string][] = [
    ["altered content", `UPDATE audit_log SET data = data || '{"x":1}' WHERE ${ONE}`, "altered"],
    ["an altered context", `UPDATE audit_log SET context = context || '{"ip":"10.0.0.1"}' WHERE ${ONE}`, "altered"],
    ["an altered type", `UPDATE audit_log SET type = 'otp.verified' WHERE ${ONE}`, "altered"],
    ["an altered time", `UPDATE audit_log SET at = at + interval '1 s' WHERE ${ONE}`, "altered"],
    [
      "content that is made to fit its promise",
      `UPDATE audit_log SET commitment = sha256(nonce || 'x'::bytea), data = '{}' WHERE ${ONE}`,
      "altered",
    ],
    [
      "another promise",
      `UPDATE audit_log SET nonce = NULL, commitment = sha256('x'), data = '{}', context = NULL, erased_at = now() WHERE ${ONE}`,
      "moved",
    ],
    [
      "content in an erased entry",
      `UPDATE audit_log SET nonce = NULL, context = NULL, data = '{"x":1}', erased_at = now() WHERE ${ONE}`,
      "altered",
    ],
    ["a link of one's own", `UPDATE audit_log SET link = sha256('x') WHERE ${ONE}`, "unknown_key"],
    ["a missing entry", `DELETE FROM audit_log WHERE ${ONE}`, "missing"],
  ];

  it.each(cases)("shows %s, and where it begins", async (_, change, reason) => {
    const seq = await someSeq();
    const found = await tampered(change, [environmentId(), seq]);
    expect(found).toMatchObject({ intact: false, first_bad: { seq, reason } });
    expect(found.first_bad?.detail).toEqual(expect.any(String));
  });

  it("shows entries that changed places", async () => {
    const seq = await someSeq();
    const found = await tampered(
      `UPDATE audit_log a SET type = b.type, data = b.data, context = b.context, at = b.at, nonce = b.nonce, commitment = b.commitment, link = b.link
       FROM audit_log b WHERE a.environment_id = $1 AND b.environment_id = $1 AND a.seq IN ($2::bigint, $2::bigint - 1) AND b.seq = 2 * $2::bigint - 1 - a.seq`,
      [environmentId(), seq],
    );
    expect(found).toMatchObject({ intact: false, first_bad: { seq: seq - 1 } });
  });

  it("shows a cut end, an entry behind it, one that was never sealed, and a cut beginning", async () => {
    const [last] = (await list("?limit=1")).data;
    const top = Number(
      (
        await sql<{ seq: number }>("SELECT max(seq)::float8 AS seq FROM audit_log WHERE environment_id = $1", [
          environmentId(),
        ])
      )[0]?.seq,
    );
    const cut = await tampered("DELETE FROM audit_log WHERE environment_id = $1 AND seq = $2::bigint", [
      environmentId(),
      top,
    ]);
    expect(cut).toMatchObject({ intact: false, first_bad: { seq: top, reason: "truncated" } });
    const extra = await tampered(
      `INSERT INTO audit_log (id, environment_id, type, data, at, seq, nonce, commitment, link)
       SELECT gen_random_uuid(), environment_id, type, data, at, $2::bigint + 1, nonce, commitment, link FROM audit_log WHERE environment_id = $1 AND seq = $2`,
      [environmentId(), top],
    );
    expect(extra).toMatchObject({ intact: false, first_bad: { seq: top + 1, reason: "extra" } });
    const unsealed = await tampered(
      "INSERT INTO audit_log (id, environment_id, type, data, at) SELECT gen_random_uuid(), environment_id, type, data, at FROM audit_log WHERE environment_id = $1 AND id = $2::uuid",
      [environmentId(), last?.id],
    );
    expect(unsealed).toMatchObject({ intact: false, first_bad: { seq: null, reason: "unsealed" } });
    const begun = await tampered("DELETE FROM audit_log WHERE environment_id = $1 AND seq <= $2::bigint", [
      environmentId(),
      2,
    ]);
    expect(begun).toMatchObject({ intact: false, first_bad: { seq: 1, reason: "missing" } });
  });

  it("holds when a user's content is erased, and shows no more of it", async () => {
    const user = await signIn(app, tenant.test, "erased@example.com");
    await drain();
    expect((await list(`?type=user.logged_in&limit=1`)).data[0]?.data.user_id).toBe(user.id);
    const environment = await environmentOf(app.deps, environmentId());
    if (environment === null) throw new Error("The environment is gone");
    const scope: Scope = { environment, actor: { type: "system" }, client: null };
    const erased = await eraseAudit(app.deps, scope, user.id);
    expect(erased).toBeGreaterThan(1);
    expect(await verify()).toMatchObject({ intact: true, erased });
    const text = JSON.stringify((await list("?limit=100")).data);
    expect(text).not.toContain(user.id);
    expect(await eraseAudit(app.deps, scope, user.id)).toBe(0);
    await drain();
    expect((await list("?type=audit.erased")).data[0]?.data).toEqual({ entries: erased, seqs: expect.any(Array) });
    expect(await verify(), "sealed as well").toMatchObject({ intact: true, erased });
  });

  it("shows an entry that was blanked and that no entry says was erased", async () => {
    const seq = (await list("?limit=1")).data[0]?.seq ?? 0;
    const blank = "UPDATE audit_log SET nonce = NULL, context = NULL, data = '{}', erased_at = now()";
    const found = await tampered(`${blank} WHERE ${ONE}`, [environmentId(), seq]);
    expect(found).toMatchObject({ intact: false, first_bad: { seq, reason: "blanked" } });
  });

  it("shows a cut end whose record was set back, also when more was sealed behind it", async () => {
    const seq = await someSeq();
    const cut = `WITH gone AS (DELETE FROM audit_log WHERE environment_id = $1 AND seq > $2::bigint)
      UPDATE audit_heads SET seq = $2::bigint, link = (SELECT link FROM audit_log WHERE ${ONE}) WHERE environment_id = $1`;
    const found = await tampered(cut, [environmentId(), seq]);
    expect(found).toMatchObject({ intact: false, first_bad: { seq, reason: "end" } });
    const behind = await tampered(cut, [environmentId(), seq], async () => {
      await makeKey("Behind the cut");
      await drain();
    });
    expect(behind).toMatchObject({ intact: false, first_bad: { reason: "end" } });
    const unproven = await tampered(cut.replace("SET seq", "SET mac = NULL, seq"), [environmentId(), seq]);
    expect(unproven).toMatchObject({ intact: false, first_bad: { reason: "end" } });
  });

  it("shows a cut beginning that is recorded as if retention had made it", async () => {
    const seq = await someSeq();
    const found = await tampered(
      `WITH gone AS (DELETE FROM audit_log WHERE environment_id = $1 AND seq <= $2::bigint)
       UPDATE audit_heads SET dropped_seq = $2::bigint, dropped_link = (SELECT link FROM audit_log WHERE ${ONE}) WHERE environment_id = $1`,
      [environmentId(), seq],
    );
    expect(found).toMatchObject({ intact: false, first_bad: { seq, reason: "beginning" } });
  });

  it("says what to keep elsewhere, against a database that is set back whole", async () => {
    const [last] = (await list("?limit=1")).data;
    const text = "SELECT encode(link, 'hex') AS link FROM audit_log WHERE environment_id = $1 AND seq = $2::bigint";
    const [row] = await sql<{ link: string }>(text, [environmentId(), last?.seq]);
    expect((await verify()).head).toEqual({ seq: last?.seq, link: row?.link });
  });

  it("can be looked through in pieces", async () => {
    const environment = await environmentOf(app.deps, environmentId());
    if (environment === null) throw new Error("The environment is gone");
    const scope: Scope = { environment, actor: { type: "system" }, client: null };
    const whole = await verifyAudit(app.deps, scope);
    const rest = await verifyAudit(app.deps, scope, { afterSeq: 3 });
    expect(rest).toMatchObject({ firstBad: null, fromSeq: 4, toSeq: whole.toSeq, checked: whole.checked - 3 });
  });

  it("holds from the oldest kept entry on when retention has taken the older ones, as long as settings say", async () => {
    const before = await verify();
    app.clock.advance(60 * DAY);
    await makeKey("Young");
    await drain();
    const later = await verify();
    expect(later.checked).toBeGreaterThan(before.checked);
    app.clock.advance(40 * DAY);
    await sweepEnded(app.deps);
    const kept = await verify();
    expect(kept).toMatchObject({ intact: true, checked: later.checked - before.checked });
    expect((await list("?limit=100")).data.every(({ type }) => type !== "customer.created")).toBe(true);
    await drain();
    expect((await list("?type=audit.pruned")).data[0]?.data).toEqual({ up_to_seq: before.head?.seq });
    expect(await verify(), "sealed as well").toMatchObject({ intact: true });
    // What retention left is a chain whose first entry cannot be changed either.
    const [first] = (await list("?limit=100")).data.toReversed();
    const found = await tampered("DELETE FROM audit_log WHERE environment_id = $1 AND id = $2::uuid", [
      environmentId(),
      first?.id,
    ]);
    expect(found.intact).toBe(false);
  });
});
