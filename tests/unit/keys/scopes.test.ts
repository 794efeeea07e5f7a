import { describe, expect, it } from "vitest";
import { isNinepinError } from "@/lib/core/errors";
import { checkScope } from "@/lib/http/check-scope";
import { CreateApiKeyBody } from "@/lib/keys/contract";
import { agentOf } from "@/lib/keys/note-key-use";
import { allows, beyond, isKeyScope, KEY_SCOPES, PUBLISHABLE_SCOPES, SCOPE_PRESETS, SCOPES } from "@/lib/keys/scopes";

describe("scopes", () => {
  it("are a closed list of things and what is done with them", () => {
    for (const name of KEY_SCOPES) expect(name).toMatch(/^[a-z]+:(read|write|send|verify)$/);
    expect(Object.keys(SCOPES)).toEqual(KEY_SCOPES);
    for (const name of ["", "*", "otp", "otp:*", "OTP:SEND", "otp:send ", "constructor", "__proto__", "toString"]) {
      expect(isKeyScope(name)).toBe(false);
    }
  });

  it("of the presets are on the list: two to sign users in, none that writes to read only, all for full", () => {
    expect(SCOPE_PRESETS.send_and_verify.scopes).toEqual(["otp:send", "otp:verify"]);
    expect(SCOPE_PRESETS.read_only.scopes.every((name) => name.endsWith(":read"))).toBe(true);
    expect(SCOPE_PRESETS.read_only.scopes.length).toBeGreaterThan(5);
    expect(SCOPE_PRESETS.full.scopes).toBeNull();
  });

  it("that are missing allow nothing beyond those that are there; no list allows everything", () => {
    expect(KEY_SCOPES.every((name) => allows(null, name))).toBe(true);
    expect(KEY_SCOPES.filter((name) => allows(["keys:read"], name))).toEqual(["keys:read"]);
    expect(beyond(null, null)).toEqual([]);
    expect(beyond(["otp:send"], ["otp:send"])).toEqual([]);
    expect(beyond(["otp:send"], ["otp:verify", "otp:send"])).toEqual(["otp:verify"]);
    expect(beyond(KEY_SCOPES, null)).toEqual([]);
    expect(beyond(PUBLISHABLE_SCOPES, null)).toHaveLength(KEY_SCOPES.length - 2);
  });
});

describe("checkScope", () => {
  const key = (scopes: Parameters<typeof allows>[0]) =>
    ({ type: "key", keyId: "k", keyType: "secret", scopes }) as const;
  const refusal = (...asked: Parameters<typeof checkScope>) => {
    try {
      checkScope(...asked);
      return null;
    } catch (error) {
      return isNinepinError(error) ? `${error.code}: ${error.message}` : "another error";
    }
  };

  it("refuses a key by the name of what it lacks, and nobody else", () => {
    expect(refusal("config:write", key(["config:read"]))).toBe("forbidden: This key lacks the scope config:write");
    expect(refusal("config:write", key([]))).toBe("forbidden: This key lacks the scope config:write");
    expect(refusal("config:write", key(["config:write"]))).toBeNull();
    expect(refusal("config:write", key(null))).toBeNull();
    expect(refusal(undefined, key([]))).toBeNull();
    expect(refusal("config:write", { type: "operator" })).toBeNull();
    expect(refusal("config:write", undefined)).toBeNull();
  });
});

describe("agentOf", () => {
  it.each(["ninepin-node/1.4.2", "ninepin-node/1.4.2 node/24.1.0 (linux)", "curl/8.5.0", "Mozilla/5.0 (X11; Linux)"])(
    "keeps %s",
    (agent) => {
      expect(agentOf(agent)).toBe(agent);
    },
  );

  it.each([null, "", "curl", "/1.0", "name/", "a b/1.0", "<script>/1", `${"a".repeat(65)}/1.0`, "=cmd()/1.0"])(
    "keeps nothing of %j",
    (agent) => {
      expect(agentOf(agent)).toBeNull();
    },
  );

  it("keeps one line of at most 200 characters", () => {
    const long = agentOf(`sdk/1.0 ${"x".repeat(400)}`);
    expect(long).toHaveLength(200);
    expect(agentOf("sdk/1.0\r\nx-evil: 1")).toBe("sdk/1.0 x-evil: 1");
  });
});

describe("allowed addresses", () => {
  const read = (allowed_ips: unknown) => CreateApiKeyBody.safeParse({ name: "x", type: "secret", allowed_ips });
  const said = (block: unknown) => read([block]).error?.issues.map(({ message }) => message);

  it.each([
    ["203.0.113.7", "203.0.113.7"],
    ["203.0.113.0/24", "203.0.113.0/24"],
    ["2001:DB8::/32", "2001:db8::/32"],
    ["2001:0db8:0000::0001", "2001:db8::1"],
    ["10.0.0.0/8", "10.0.0.0/8"],
    ["10.64.0.0/10", "10.64.0.0/10"],
    ["203.0.113.7/32", "203.0.113.7/32"],
    ["2001:db8::1/128", "2001:db8::1/128"],
    ["2001:db8:8000::/33", "2001:db8:8000::/33"],
  ])("take %s and write it %s", (block, written) => {
    expect(read([block, block]).data?.allowedIps).toEqual([written]);
  });

  it.each([
    ["203.0.113.7/24", "Its first address is 203.0.113.0: write 203.0.113.0/24"],
    ["2001:db8::1/64", "Its first address is 2001:db8::: write 2001:db8::/64"],
    ["0.0.0.0/0", "This block holds every address"],
    ["::/0", "This block holds every address"],
    ["::ffff:203.0.113.7", "Write it as 203.0.113.7"],
  ])("refuse %s and say why", (block, message) => {
    expect(said(block)).toEqual([message]);
  });

  it.each([
    "",
    "localhost",
    "203.0.113",
    "203.0.113.256",
    "0x7f000001",
    "2130706433",
    "010.0.0.1",
    "203.0.113.0/33",
    "203.0.113.0/",
    "203.0.113.0/24/8",
    "203.0.113.0/+8",
    "203.0.113.0/08",
    "2001:db8::/129",
    "fe80::1%eth0",
    "203.0.113.7 ",
    "*",
    7,
    null,
  ])("refuse %j", (block) => {
    expect(said(block)).toHaveLength(1);
  });

  it("are fifty at the most", () => {
    const many = Array.from({ length: 51 }, (_, at) => `203.0.113.${at}`);
    expect(read(many.slice(0, 50)).success).toBe(true);
    expect(read(many).success).toBe(false);
  });
});
