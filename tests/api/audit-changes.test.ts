import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { environmentOf } from "@/lib/environments";
import { clearMailbox, deleteMailboxMessage, newestMailboxId } from "@/lib/mailbox";
import type { Scope } from "@/lib/ports";
import { addReviewer, removeReviewer } from "@/lib/reviewers";
import { startApp, type TestApp } from "@/tests/support/app";
import { call, requestCode, signIn, signUp, type Tenant, type User } from "@/tests/support/tenants";

let app: TestApp;
let tenant: Tenant;
let user: User;

beforeAll(async () => {
  app = await startApp({ drain: false });
  tenant = await signUp(app, "owner@acme.dev");
  user = await signIn(app, tenant.test, "ada@example.com");
});

afterAll(() => app.close());

const Told = z.object({
  data: z.array(
    z.object({
      type: z.string(),
      actor: z.object({ id: z.string(), name: z.string().nullable() }).nullable(),
      ip: z.string().nullable(),
      request_id: z.string().nullable(),
      target: z.string().nullable(),
      before: z.unknown(),
      after: z.unknown(),
      data: z.record(z.string(), z.unknown()),
    }),
  ),
});

/** The newest entries of that type in an environment. */
async function entries(type: string, key = tenant.test.secret) {
  await app.deps.jobs.drain(app.deps, 5);
  return Told.parse((await call(app, "GET", `/api/admin/audit?type=${type}`, { key })).body).data;
}

const me = (method: string, path: string, body?: object) =>
  call(app, method, `/api/auth/me${path}`, { token: user.accessToken, ip: "198.51.100.20", ...(body && { body }) });

async function scopeOf(environmentId: string): Promise<Scope> {
  const environment = await environmentOf(app.deps, environmentId);
  if (environment === null) throw new Error("The environment is gone");
  const client = { ip: "198.51.100.30", userAgent: "test", requestId: "req_test" };
  return {
    environment,
    actor: { type: "member", memberId: "019a9d8e-0000-7000-8000-000000000001", role: "owner" },
    client,
  };
}

describe("a change tells what was before and what is after", () => {
  it("of a user's own name, locale and metadata: what differs", async () => {
    await me("PATCH", "", { name: "Ada", metadata: { plan: "a" } });
    await me("PATCH", "", { name: "Ada Lovelace", metadata: { plan: "a" } });
    const [second, first] = await entries("user.updated");
    expect(first).toMatchObject({
      actor: { id: `user:${user.id}`, name: "Ada Lovelace" },
      ip: "198.51.100.20",
      request_id: expect.stringMatching(/^req_/),
      target: `user:${user.id}`,
      before: { name: null, metadata: {} },
      after: { name: "Ada", metadata: { plan: "a" } },
    });
    expect(second).toMatchObject({ before: { name: "Ada" }, after: { name: "Ada Lovelace" } });
    expect(second?.after).not.toHaveProperty("metadata");
  });

  it("of a user's identifiers: masked", async () => {
    const asked = await me("POST", "/identifiers", { email: "second@example.com" });
    const body = { challenge_id: asked.body.challenge_id, otp: asked.body.preview_code };
    const added = await me("POST", "/identifiers/verify", body);
    const Me = z.object({ user: z.object({ identifiers: z.array(z.object({ id: z.string(), value: z.string() })) }) });
    const id = Me.parse(added.body).user.identifiers.find(({ value }) => value === "second@example.com")?.id;
    expect((await me("DELETE", `/identifiers/${id}`)).status).toBe(204);
    const [removal, addition] = await entries("user.updated");
    expect(addition).toMatchObject({ target: `user:${user.id}`, after: { identifier: "s•••@example.com" } });
    expect(removal).toMatchObject({ target: `user:${user.id}`, before: { identifier: "s•••@example.com" } });
  });

  it("of reviewers: masked, and never the code", async () => {
    const scope = await scopeOf(tenant.live.environmentId);
    const identifier = { type: "email", value: "reviewer@example.com" } as const;
    const first = await addReviewer(app.deps, scope, { identifier, days: 3 });
    const second = await addReviewer(app.deps, scope, { identifier, days: 5 });
    await removeReviewer(app.deps, scope, second.id);
    const [removed, renewed, added] = await entries("reviewer", tenant.live.secret);
    const masked = { identifier: "r•••@example.com", expires_at: expect.any(String) };
    expect(added).toMatchObject({ before: null, after: masked, target: `reviewer:${first.id}`, ip: "198.51.100.30" });
    expect(renewed).toMatchObject({ before: masked, after: masked });
    expect(removed).toMatchObject({ type: "reviewer.removed", before: masked, after: null });
    expect(JSON.stringify([removed, renewed, added])).not.toContain(first.code);
  });

  it("of messages that are deleted from the Mailbox: how many, and by whom", async () => {
    const scope = await scopeOf(tenant.test.environmentId);
    await requestCode(app, tenant.test.secret, { email: "one@example.com" });
    await requestCode(app, tenant.test.secret, { email: "two@example.com" });
    const id = (await newestMailboxId(app.deps, tenant.test.environmentId)) ?? "";
    await deleteMailboxMessage(app.deps, scope, id);
    const left = await clearMailbox(app.deps, scope);
    expect(await clearMailbox(app.deps, scope)).toBe(0);
    const [all, one, ...more] = await entries("mailbox.deleted");
    expect(one).toMatchObject({ target: `message:${id}`, data: { messages: 1 } });
    expect(all).toMatchObject({
      target: null,
      data: { messages: left },
      actor: { id: expect.stringMatching(/^member:/) },
    });
    expect(more).toEqual([]);
  });

  it("of sessions that end, and who ended them", async () => {
    await call(app, "DELETE", `/api/auth/sessions/${user.sessionId}`, { token: user.accessToken, ip: "198.51.100.21" });
    const [ended] = await entries("user.logged_out");
    expect(ended).toMatchObject({
      actor: { id: `user:${user.id}` },
      ip: "198.51.100.21",
      data: { session_id: user.sessionId },
    });
  });
});
