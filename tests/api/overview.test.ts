import { afterAll, beforeAll, expect, it } from "vitest";
import { z } from "zod";
import { readOverview } from "@/app/dashboard/[project]/[environment]/overview/read-overview";
import { scopeOfEnvironment } from "@/lib/environments";
import { startApp, type TestApp } from "@/tests/support/app";
import { call, operator, requestCode, signUp, type Tenant, told } from "@/tests/support/tenants";

let app: TestApp;
let tenant: Tenant;

beforeAll(async () => {
  app = await startApp();
  tenant = await signUp(app, "owner@acme.dev");
});

afterAll(() => app.close());

const Listed = z.object({ data: z.array(z.object({ id: z.string(), state: z.string() })) });

it("the overview's latest verifications are the first of the list, test recipients that nobody meets among them", async () => {
  const { environmentId, secret: key } = tenant.test;
  for (const email of ["ada@example.com", "wrong@ninepin.test", "bea@example.com"]) {
    await requestCode(app, key, { email });
  }
  const { challengeId } = await requestCode(app, key, { email: "cleo@example.com" });
  const body = { challenge_id: challengeId, otp: "000000000" };
  expect(told(await call(app, "POST", "/api/auth/verify-otp", { key, body }))).toBe("400 invalid_otp");
  const asking = { environment: null, actor: { type: "operator" }, client: null } as const;
  const scope = await scopeOfEnvironment(app.deps, asking, environmentId);
  const { verifications } = await readOverview(app.deps, scope, "24h", { goLiveOf: null });
  const path = `/api/admin/verifications?environment_id=${environmentId}`;
  const { data } = Listed.parse((await call(app, "GET", path, operator)).body);
  expect(data.map(({ state }) => state)).toEqual(["wrong", "waiting", "waiting", "waiting"]);
  expect(verifications?.map(({ id, state }) => ({ id, state }))).toEqual(data);
});
