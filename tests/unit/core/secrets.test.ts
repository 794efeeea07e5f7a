import { describe, expect, it } from "vitest";
import { createKeyring, type KeyPurpose, sameBytes, sha256 } from "@/lib/core/secrets";

const first = { id: 1, bytes: Buffer.from("a root secret that is only ever used by this test file") };
const second = { id: 2, bytes: Buffer.from("another root secret, just as long as the first one is") };
const PURPOSES: KeyPurpose[] = [
  "idempotency",
  "csrf",
  "code",
  "refresh",
  "device",
  "identifier",
  "encryption",
  "cursor",
  "mailbox",
  "next_auth",
];

const macs = (roots: (typeof first)[], epoch: number) => {
  const keyring = createKeyring(roots, epoch);
  return PURPOSES.map((purpose) => keyring.mac(purpose, "data").toString("hex"));
};

describe("createKeyring", () => {
  it("has a key of its own for each purpose, so that no MAC is valid for another use", () => {
    expect(new Set([...macs([first], 0), ...macs([second], 0)]).size).toBe(2 * PURPOSES.length);
  });

  it("gives the same keys to every process with the same secret", () => {
    expect(macs([first], 4)).toEqual(macs([first], 4));
  });

  it("ends codes, refresh tokens and devices with a raised restore epoch, and only those", () => {
    const [before, after] = [macs([first], 0), macs([first], 1)];
    const changed = PURPOSES.filter((_, at) => before[at] !== after[at]);
    expect(changed).toEqual(["code", "refresh", "device"]);
  });

  it("signs with the first root and verifies with every root that is listed", () => {
    const rotated = createKeyring([second, first], 0);
    expect(rotated.currentId).toBe(2);
    expect(rotated.oldestId).toBe(1);
    expect(rotated.mac("refresh", "data")).toEqual(createKeyring([second], 0).mac("refresh", "data"));
    expect(rotated.mac("refresh", "data", 1)).toEqual(createKeyring([first], 0).mac("refresh", "data"));
    expect(rotated.key("refresh", 3)).toBeUndefined();
    expect(() => rotated.mac("refresh", "data", 3)).toThrow("not listed any more");
  });

  it("does not exist without a root", () => {
    expect(() => createKeyring([], 0)).toThrow();
  });
});

describe("sameBytes", () => {
  it("is true for equal bytes only, and different lengths are simply different", () => {
    expect(sameBytes("abc", Buffer.from("abc"))).toBe(true);
    expect(sameBytes("abc", "abd")).toBe(false);
    expect(sameBytes("abc", "abcd")).toBe(false);
    expect(sameBytes("", "")).toBe(true);
    expect(sameBytes("", "a")).toBe(false);
  });
});

describe("sha256", () => {
  it("is SHA-256 (FIPS 180-4's own example)", () => {
    expect(sha256("abc").toString("hex")).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  });
});
