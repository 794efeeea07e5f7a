import { beforeEach, describe, expect, it } from "vitest";
import { configuring } from "@/tests/support/configuring";
import { call, requestCode, told } from "@/tests/support/tenants";
import { beginWindow } from "@/tests/support/windows";

const { app, tenant, set } = configuring();

const HOUR = 3600;

describe("a code that is checked by its identifier alone", () => {
  const email = "ada@example.com";
  const guess = (key: string, body: object) => call(app(), "POST", "/api/auth/verify-otp", { key, body });

  it("takes a secret key in live, and in test any", async () => {
    const made = { name: "app", type: "publishable", kind: "app" };
    const asking = { key: tenant().live.secret, body: made };
    const { key } = (await call(app(), "POST", "/api/admin/customers/me/api-keys", asking)).body;
    const body = { email, otp: "123456789" };
    expect(told(await guess(String(key), body))).toBe("400 challenge_required");
    expect(told(await guess(tenant().live.secret, body))).toBe("400 invalid_otp");
    await requestCode(app(), tenant().test.secret, { email });
    expect(told(await guess(tenant().test.publishable, body))).toBe("200");

    await set({ codes: { verify_by_identifier: "any" } }, "live");
    expect(told(await guess(String(key), body))).toBe("400 invalid_otp");
  });

  it.each([
    ["secret_key", "400 challenge_required", "200"],
    ["never", "400 challenge_required", "400 challenge_required"],
  ])(
    "is as verify_by_identifier says, %s, and who names the challenge needs no more",
    async (setting, publishable, secret) => {
      await set({ codes: { verify_by_identifier: setting } });
      const { challengeId, code } = await requestCode(app(), tenant().test.secret, { email });
      expect(told(await guess(tenant().test.publishable, { email, otp: code }))).toBe(publishable);
      expect(told(await guess(tenant().test.secret, { email, otp: code }))).toBe(secret);
      const named = { challenge_id: challengeId, otp: code };
      expect(told(await guess(tenant().test.publishable, named))).toBe(secret === "200" ? "400 invalid_otp" : "200");
    },
  );
});

describe("codes for a network", () => {
  beforeEach(async () => {
    await set({ codes: { per_ip_hour: 2 } });
    beginWindow(app(), HOUR);
  });

  let asked = 0;
  async function ask(key: string, from: { ip: string; context?: object }): Promise<string> {
    const { ip, ...more } = from;
    const body = { email: `user${++asked}@example.com`, ...more };
    return told(await call(app(), "POST", "/api/auth/request-otp", { key, ip, body }));
  }

  it("are counted for whoever has a publishable key: an IPv4 address, or the /64 of an IPv6 one", async () => {
    const { publishable } = tenant().test;
    const networks = [
      ["198.51.100.1", "198.51.100.1", "198.51.100.1"],
      ["198.51.100.2", "198.51.100.2", "198.51.100.2"],
      ["2001:db8::1", "2001:db8::2", "2001:db8:0:0:ffff::3"],
      ["2001:db8:0:1::1", "2001:db8:0:1::2", "2001:db8:0:1::1"],
    ];
    for (const addresses of networks) {
      const answers: string[] = [];
      for (const ip of addresses) answers.push(await ask(publishable, { ip }));
      expect(answers).toEqual(["200", "200", "429 rate_limited"]);
    }
  });

  it("are counted for whom a secret key speaks, and for nobody where it does not say", async () => {
    const { secret } = tenant().test;
    const ip = "198.51.100.3";
    const answers: string[] = [];
    for (let time = 0; time < 4; time += 1) answers.push(await ask(secret, { ip }));
    for (let time = 0; time < 3; time += 1) answers.push(await ask(secret, { ip, context: { ip: "203.0.113.5" } }));
    expect(answers).toEqual(["200", "200", "200", "200", "200", "200", "429 rate_limited"]);
    expect(await ask(secret, { ip, context: { ip: "203.0.113.6" } })).toBe("200");
    expect(await ask(secret, { ip })).toBe("200");
  });
});
