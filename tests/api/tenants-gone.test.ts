import { describe, expect, it } from "vitest";
import { signUpByMail } from "@/tests/support/mail";
import { tenantMail } from "@/tests/support/tenant-mail";
import { call, countRows, told } from "@/tests/support/tenants";

const UNKNOWN = "019a9d8e-0000-7000-8000-0000000000ff";

const rig = tenantMail();

describe("a code for a tenant that is not of this environment", () => {
  it("is refused alike, whosever it is, and nothing is sent, counted or written", async () => {
    const stranger = await signUpByMail(rig().app, rig().smtp, "owner@eve.dev");
    const addFor = async (key: string) => {
      const made = await call(rig().app, "POST", "/api/admin/tenants", { key, body: { name: "Elsewhere" } });
      return `${made.body.id}`;
    };
    const gone = await rig().addTenant({ name: "Gone" });
    await rig().admin("DELETE", `tenants/${gone}`);
    const elsewhere = [UNKNOWN, gone, await addFor(rig().owner.test.secret), await addFor(stranger.live.secret)];
    await rig().app.deps.settle();
    const before = await countRows(rig().app);
    const sent = rig().smtp.received.length;
    const answers = await Promise.all(elsewhere.map((tenant_id) => rig().requestOtp({ tenant_id })));
    const [first, ...others] = answers.map(({ status, body }) => ({ status, ...body, request_id: null }));
    expect(first).toMatchObject({ status: 404, code: "not_found", detail: "There is no such tenant" });
    for (const other of others) expect(other).toEqual(first);
    await rig().app.deps.settle();
    expect(await countRows(rig().app)).toEqual(before);
    expect(rig().smtp.received).toHaveLength(sent);
  });

  it("is not sent again, nor from the outbox, once the tenant is deleted", async () => {
    const tenant_id = await rig().addTenant({ name: "Short-lived" });
    const asked = await rig().requestOtp({ tenant_id });
    await rig().app.deps.settle();
    const [row] = await rig().app.deps.db.run<{ id: string }>(
      { name: "test_newest", text: "SELECT id FROM messages WHERE environment_id = $1 ORDER BY sent_at DESC LIMIT 1" },
      [rig().owner.live.environmentId],
    );
    // As if its sender had died between the commit and the send.
    await rig().app.deps.db.run(
      {
        name: "test_unsent",
        text: `WITH unsent AS (UPDATE messages SET accepted_at = NULL WHERE environment_id = $1 AND id = $2::uuid)
INSERT INTO outbox (id, environment_id, kind, type, data, created_at, due_at)
SELECT gen_random_uuid(), $1, 'message', 'email', jsonb_build_object('message_id', $2::text), now(), '-infinity'`,
      },
      [rig().owner.live.environmentId, row?.id],
    );
    await rig().admin("DELETE", `tenants/${tenant_id}`);
    rig().smtp.received.length = 0;
    await rig().app.deps.jobs.drain(rig().app.deps, 5);
    rig().app.clock.advance(31);
    expect(told(await rig().requestOtp({ challenge_id: asked.body.challenge_id }))).toBe("404 not_found");
    expect(rig().smtp.received).toEqual([]);
    const left = await rig().app.deps.db.run<{ failed: boolean }>(
      {
        name: "test_failed",
        text: "SELECT failed_at IS NOT NULL AS failed FROM messages WHERE environment_id = $1 AND id = $2::uuid",
      },
      [rig().owner.live.environmentId, row?.id],
    );
    expect(left).toEqual([{ failed: true }]);
  });
});
