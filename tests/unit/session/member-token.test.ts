import { describe, expect, it } from "vitest";
import { systemRandom } from "@/lib/core/random";
import { createKeyring } from "@/lib/core/secrets";
import { decodeMemberToken, encodeMemberToken } from "@/lib/session/member-token";

const SID = "019aa0f2-6c1e-7d54-9b1e-2f6a8c0d4e71";
const older = { id: 1, bytes: systemRandom.bytes(32) };
const newer = { id: 2, bytes: systemRandom.bytes(32) };
const keyring = createKeyring([older], 0);

describe("the member's session cookie", () => {
  it("opens to the session's id, and shows it to nobody", async () => {
    const value = await encodeMemberToken(keyring, SID, 60);
    expect(value).not.toContain(SID);
    expect(await decodeMemberToken(keyring, value)).toMatchObject({ sid: SID });
  });

  it("still opens after a new root secret took over, and not when its own is gone", async () => {
    const value = await encodeMemberToken(keyring, SID, 60);
    expect(await decodeMemberToken(createKeyring([newer, older], 0), value)).toMatchObject({ sid: SID });
    expect(await decodeMemberToken(createKeyring([newer], 0), value)).toBeNull();
  });

  it("is dead once its time is over, wherever a copy lives", async () => {
    expect(await decodeMemberToken(keyring, await encodeMemberToken(keyring, SID, -60))).toBeNull();
  });

  it("is refused when anything about it is changed", async () => {
    const value = await encodeMemberToken(keyring, SID, 60);
    const flipped = `${value.slice(0, -2)}${value.at(-2) === "A" ? "B" : "A"}${value.at(-1)}`;
    const otherRoot = value.replace(/^1\./, "2.");
    for (const forged of ["", ".", "1.", "1.x", flipped, otherRoot, value.slice(2), `1.${"x".repeat(5000)}`]) {
      expect(await decodeMemberToken(createKeyring([older, newer], 0), forged), forged.slice(0, 40)).toBeNull();
    }
  });

  it("holds a session's id and nothing else", async () => {
    expect(await decodeMemberToken(keyring, await encodeMemberToken(keyring, "admin", 60))).toBeNull();
  });
});
