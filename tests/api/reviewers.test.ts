import { decodeJwt } from "jose";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { insertSettings } from "@/db/queries/environments";
import { environmentOf } from "@/lib/environments";
import type { MemberRole, Scope } from "@/lib/ports";
import { addReviewer, listReviewers, removeReviewer } from "@/lib/reviewers";
import { startApp, type TestApp } from "@/tests/support/app";
import { call, signUp, type Tenant, told } from "@/tests/support/tenants";

const DAY_SECONDS = 86_400;
const Requested = z.object({ challenge_id: z.string(), preview_code: z.undefined().optional() });

let app: TestApp;
let tenant: Tenant;

beforeAll(async () => {
  app = await startApp();
  tenant = await signUp(app, "owner@acme.dev");
});

afterAll(() => app.close());
// Settings and lists may be five seconds old.
beforeEach(() => app.clock.advance(6));

async function member(role: MemberRole, kind: "test" | "live" = "live"): Promise<Scope> {
  const environment = await environmentOf(app.deps, tenant[kind].environmentId);
  if (!environment) throw new Error("no environment");
  return {
    environment,
    actor: { type: "member", memberId: "01a1f8ad-2394-7366-95f4-50bb1d98e4e1", role },
    client: null,
  };
}

const email = (name: string) => ({ type: "email" as const, value: `${name}@review.example` });

async function add(name: string, days = 30) {
  const added = await addReviewer(app.deps, await member("owner"), { identifier: email(name), days });
  app.clock.advance(6);
  return added;
}

async function ask(address: string): Promise<string> {
  const asked = await call(app, "POST", "/api/auth/request-otp", { key: tenant.live.secret, body: { email: address } });
  expect(told(asked)).toBe("200");
  return Requested.parse(asked.body).challenge_id;
}

const verify = (challenge_id: string, otp: string) =>
  call(app, "POST", "/api/auth/verify-otp", { key: tenant.live.secret, body: { challenge_id, otp } });

describe("a reviewer", () => {
  it("signs in to live with the fixed code, as a plain user, and the token says who it was", async () => {
    const { code } = await add("store");
    expect(code).toMatch(/^\d{9}$/);
    const signedIn = await verify(await ask("store@review.example"), code);
    expect(told(signedIn)).toBe("200");
    const { access_token, user } = z
      .object({ access_token: z.string(), user: z.object({ role: z.string() }) })
      .parse(signedIn.body);
    expect(user.role).toBe("user");
    expect(decodeJwt(access_token).amr).toEqual(["otp", "reviewer"]);
  });

  it("has one code for every challenge, and each challenge is still met once", async () => {
    const { code } = await add("again");
    const first = await ask("again@review.example");
    expect(told(await verify(first, "000000000"))).toBe("400 invalid_otp");
    expect(told(await verify(first, code))).toBe("200");
    expect(told(await verify(first, code))).toBe("400 invalid_otp");
    expect(told(await verify(await ask("again@review.example"), code))).toBe("200");
  });

  it("is over when removed or when the days have passed, for challenges that are open too", async () => {
    const { id, code } = await add("removed");
    const open = await ask("removed@review.example");
    await removeReviewer(app.deps, await member("admin"), id);
    app.clock.advance(6);
    expect(told(await verify(open, code))).toBe("400 invalid_otp");
    const ended = await add("ended", 1);
    app.clock.advance(DAY_SECONDS);
    const unsent = { key: tenant.live.secret, body: { email: "ended@review.example" } };
    expect(told(await call(app, "POST", "/api/auth/request-otp", unsent))).toBe("400 channel_unavailable");
    expect(ended.expiresAt.getTime()).toBeLessThanOrEqual(app.clock.now().getTime());
  });

  it("comes in where sign-ups are closed: an owner let them in", async () => {
    const closed = await signUp(app, "owner@closed.dev");
    const { environmentId, secret: key } = closed.live;
    const settings = { sign_ups: { mode: "invite_only" } };
    await insertSettings(app.deps.db.orm, { environmentId, version: 1, settings, author: "test" });
    app.clock.advance(6);
    const environment = await environmentOf(app.deps, environmentId);
    if (!environment) throw new Error("no environment");
    const owner: Scope = { ...(await member("owner")), environment };
    const { code } = await addReviewer(app.deps, owner, { identifier: email("closed"), days: 1 });
    app.clock.advance(6);
    const asked = await call(app, "POST", "/api/auth/request-otp", { key, body: { email: "closed@review.example" } });
    const body = { challenge_id: asked.body.challenge_id, otp: code };
    expect(told(await call(app, "POST", "/api/auth/verify-otp", { key, body }))).toBe("200");
  });

  it("is kept by owners and admins, in live, for thirty days at most, and never is a user already", async () => {
    const input = { identifier: email("kept"), days: 30 };
    for (const role of ["developer", "viewer"] as const) {
      await expect(addReviewer(app.deps, await member(role), input)).rejects.toMatchObject({ code: "forbidden" });
      await expect(listReviewers(app.deps, await member(role))).rejects.toMatchObject({ code: "forbidden" });
    }
    const inTest = await member("owner", "test");
    await expect(addReviewer(app.deps, inTest, input)).rejects.toMatchObject({ code: "not_found" });
    const owner = await member("owner");
    for (const days of [0, 31, 1.5, Number.NaN]) {
      await expect(addReviewer(app.deps, owner, { ...input, days })).rejects.toMatchObject({ code: "invalid_request" });
    }
    const { id, code } = await add("user");
    expect(told(await verify(await ask("user@review.example"), code))).toBe("200");
    await removeReviewer(app.deps, owner, id);
    const taken = { identifier: email("user"), days: 1 };
    await expect(addReviewer(app.deps, owner, taken)).rejects.toMatchObject({ code: "conflict" });
    await expect(removeReviewer(app.deps, owner, id)).rejects.toMatchObject({ code: "not_found" });
  });

  it("is one of five, however many are listed at once", async () => {
    const owner = await member("owner");
    for (const { id } of await listReviewers(app.deps, owner)) await removeReviewer(app.deps, owner, id);
    const adding = Array.from({ length: 20 }, (_, at) =>
      addReviewer(app.deps, owner, { identifier: email(`crowd${at}`), days: 1 }),
    );
    const added = (await Promise.allSettled(adding)).filter(({ status }) => status === "fulfilled");
    expect([added.length, (await listReviewers(app.deps, owner)).length]).toEqual([5, 5]);
  });
});
