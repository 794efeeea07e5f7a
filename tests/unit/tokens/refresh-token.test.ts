import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { systemRandom } from "@/lib/core/random";
import { createKeyring, sha256 } from "@/lib/core/secrets";
import { openRefreshToken, sealRefreshToken } from "@/lib/tokens";

const first = { id: 1, bytes: Buffer.from("a root secret that is only ever used by this test file") };
const second = { id: 2, bytes: Buffer.from("another root secret, just as long as the first one is") };
const keyring = createKeyring([first], 0);
const claims = {
  environmentId: "019a9f3e-7c1a-7cc2-9d8e-ba9876543210",
  sessionId: "019a9f3e-7c1a-7cc2-9d8e-0123456789ab",
  generation: 41,
  salt: systemRandom.bytes(16),
};
const token = sealRefreshToken(keyring, claims);

describe("refresh tokens", () => {
  it("say what was sealed", () => {
    expect(openRefreshToken(keyring, token)).toEqual({ ...claims, keyId: 1, saltHash: sha256(claims.salt) });
  });

  it("are derived: the same session and generation give the same token again", () => {
    expect(sealRefreshToken(createKeyring([first], 0), claims)).toBe(token);
    expect(sealRefreshToken(keyring, { ...claims, generation: 42 })).not.toBe(token);
  });

  it("are refused with any one bit of them changed", () => {
    const bytes = Buffer.from(token.slice("np_rt_".length), "base64url");
    for (let bit = 0; bit < bytes.length * 8; bit += 1) {
      const changed = Buffer.from(bytes);
      const at = Math.floor(bit / 8);
      changed.writeUInt8(changed.readUInt8(at) ^ (1 << (bit % 8)), at);
      expect(openRefreshToken(keyring, `np_rt_${changed.toString("base64url")}`)).toBeNull();
    }
  });

  it("are refused in any other spelling, length or case", () => {
    const text = token.slice("np_rt_".length);
    const spellings = [
      text,
      `np_rt_${text}=`,
      `np_rt_${text} `,
      ` ${token}`,
      `${token}\n`,
      `np_rt_${text.slice(0, -1)}`,
      `np_rt_${text}A`,
      `np_dt_${text}`,
      `NP_RT_${text}`,
      `np_rt_${Buffer.from(text, "base64url").toString("hex")}`,
      "",
      "np_rt_",
    ];
    for (const spelling of spellings) expect(openRefreshToken(keyring, spelling)).toBeNull();
    // The last character has bits that base64 leaves unused: setting them spells the same bytes differently.
    const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    const accepted = [...alphabet].filter((last) => openRefreshToken(keyring, token.slice(0, -1) + last) !== null);
    expect(accepted).toEqual([token.slice(-1)]);
  });

  it("outlive a rotation of the root secret while the old one is listed, and end with it", () => {
    expect(openRefreshToken(createKeyring([second, first], 0), token)?.keyId).toBe(1);
    expect(openRefreshToken(createKeyring([second], 0), token)).toBeNull();
    expect(
      openRefreshToken(createKeyring([second, first], 0), sealRefreshToken(createKeyring([second, first], 0), claims))
        ?.keyId,
    ).toBe(2);
  });

  it("end with a raised restore epoch", () => {
    expect(openRefreshToken(createKeyring([first], 1), token)).toBeNull();
  });

  it("do not come from anywhere else, and what comes instead does no harm", () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: "binary" }), fc.base64String({ minLength: 100, maxLength: 200 })),
        (text) => {
          expect(openRefreshToken(keyring, text)).toBeNull();
          expect(openRefreshToken(keyring, `np_rt_${text}`)).toBeNull();
        },
      ),
    );
  });
});
