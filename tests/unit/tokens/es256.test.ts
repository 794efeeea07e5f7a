import { generateKeyPairSync, sign, verify } from "node:crypto";
import { describe, expect, it } from "vitest";
import { signEs256, verifyEs256 } from "@/lib/tokens/es256";

const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
const other = generateKeyPairSync("ec", { namedCurve: "P-256" });
const dsaEncoding = "ieee-p1363";

// One in 128 signatures has a number that begins with a zero byte, and half of the numbers have the high bit set.
const MANY = Array.from({ length: 1500 }, (_, at) => `data ${at}`);

describe("ES256", () => {
  it("signs what Node verifies, numbers that begin with zeros included", () => {
    const signatures = MANY.map((data) => ({ data, raw: signEs256(data, privateKey) }));
    for (const { data, raw } of signatures) {
      expect(raw).toHaveLength(64);
      expect(verify("sha256", Buffer.from(data), { key: publicKey, dsaEncoding }, raw)).toBe(true);
    }
    expect(signatures.some(({ raw }) => raw[0] === 0 || raw[32] === 0)).toBe(true);
  });

  it("verifies what Node signs", () => {
    for (const data of MANY) {
      const raw = sign("sha256", Buffer.from(data), { key: privateKey, dsaEncoding });
      expect(verifyEs256(data, publicKey, raw)).toBe(true);
    }
  });

  it("refuses another key's signature, other data, any changed byte and any other length", () => {
    const raw = signEs256("data", privateKey);
    expect(verifyEs256("data", other.publicKey, raw)).toBe(false);
    expect(verifyEs256("date", publicKey, raw)).toBe(false);
    for (let at = 0; at < raw.length; at += 1) {
      const changed = Buffer.from(raw);
      changed.writeUInt8(changed.readUInt8(at) ^ 1, at);
      expect(verifyEs256("data", publicKey, changed)).toBe(false);
    }
    for (const length of [0, 63]) expect(verifyEs256("data", publicKey, raw.subarray(0, length))).toBe(false);
    expect(verifyEs256("data", publicKey, Buffer.concat([raw, Buffer.alloc(1)]))).toBe(false);
    expect(verifyEs256("data", publicKey, Buffer.alloc(64))).toBe(false);
  });
});
