import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decrypt, encrypt } from "@/lib/core/encryption";
import { systemRandom } from "@/lib/core/random";
import { createKeyring } from "@/lib/core/secrets";

const first = { id: 1, bytes: Buffer.from("a root secret that is only ever used by this test file") };
const second = { id: 2, bytes: Buffer.from("another root secret, just as long as the first one is") };
const keyring = createKeyring([first], 0);
const ROW = "signing_keys/environment/kid";

const seal = (text: string, context = ROW, ring = keyring) => encrypt(ring, systemRandom, text, context);

describe("encryption", () => {
  it("opens what it sealed, whatever it is", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.string({ unit: "binary" }), (bytes, context) => {
        const sealed = encrypt(keyring, systemRandom, Buffer.from(bytes), context);
        expect(decrypt(keyring, sealed, context).equals(Buffer.from(bytes))).toBe(true);
      }),
    );
  });

  it("refuses a value that was moved to another row", () => {
    const sealed = seal("secret");
    for (const context of ["", "signing_keys/environment/other", `${ROW} `, ROW.toUpperCase()]) {
      expect(() => decrypt(keyring, sealed, context)).toThrow();
    }
  });

  it("refuses a value of which any single bit was changed", () => {
    const sealed = seal("secret");
    for (let bit = 0; bit < sealed.length * 8; bit += 1) {
      const changed = Buffer.from(sealed);
      const at = Math.floor(bit / 8);
      changed.writeUInt8((changed.readUInt8(at) ^ (1 << (bit % 8))) & 0xff, at);
      expect(() => decrypt(keyring, changed, ROW)).toThrow();
    }
  });

  it("refuses a value cut short, down to nothing, and one that goes on", () => {
    const sealed = seal("secret");
    for (let length = 0; length < sealed.length; length += 1) {
      expect(() => decrypt(keyring, sealed.subarray(0, length), ROW)).toThrow();
    }
    expect(() => decrypt(keyring, Buffer.concat([sealed, Buffer.alloc(1)]), ROW)).toThrow();
  });

  it("shows nothing of what is inside, and never seals alike twice", () => {
    const sealed = Array.from({ length: 200 }, () => seal("the same secret"));
    expect(new Set(sealed.map((bytes) => bytes.subarray(4, 16).toString("hex"))).size).toBe(200);
    expect(new Set(sealed.map((bytes) => bytes.toString("hex"))).size).toBe(200);
    expect(sealed.every((bytes) => !bytes.includes("the same"))).toBe(true);
  });

  it("opens with an old root that is still listed, seals with the first, and refuses once the old one is gone", () => {
    const old = seal("secret");
    const rotated = createKeyring([second, first], 0);
    expect(decrypt(rotated, old, ROW).toString()).toBe("secret");
    const fresh = seal("secret", ROW, rotated);
    expect(fresh.readUInt32BE(0)).toBe(2);
    expect(() => decrypt(createKeyring([second], 0), old, ROW)).toThrow("not listed any more");
  });

  it("survives a raised restore epoch: what is kept has to be readable after a restore", () => {
    expect(decrypt(createKeyring([first], 5), seal("secret"), ROW).toString()).toBe("secret");
  });
});
