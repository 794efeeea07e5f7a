import { describe, expect, it } from "vitest";
import { systemRandom } from "@/lib/core/random";
import { createKeyring } from "@/lib/core/secrets";
import { openDeviceToken, openRefreshToken, sealDeviceToken } from "@/lib/tokens";

const first = { id: 1, bytes: Buffer.from("a root secret that is only ever used by this test file") };
const second = { id: 2, bytes: Buffer.from("another root secret, just as long as the first one is") };
const keyring = createKeyring([first], 0);
const place = { environmentId: "019a9f3e-7c1a-7cc2-9d8e-ba9876543210", identifierKey: systemRandom.bytes(32) };
const deviceId = systemRandom.bytes(16);
const token = sealDeviceToken(keyring, { ...place, deviceId });

describe("device tokens", () => {
  it("name the device that succeeded before", () => {
    expect(openDeviceToken(keyring, token, place)).toEqual(deviceId);
  });

  it("prove nothing for another identifier or in another environment", () => {
    expect(openDeviceToken(keyring, token, { ...place, identifierKey: systemRandom.bytes(32) })).toBeNull();
    const elsewhere = { ...place, environmentId: "019a9f3e-7c1a-7cc2-9d8e-000000000000" };
    expect(openDeviceToken(keyring, token, elsewhere)).toBeNull();
  });

  it("are refused with any one bit of them changed", () => {
    const bytes = Buffer.from(token.slice("np_dt_".length), "base64url");
    for (let bit = 0; bit < bytes.length * 8; bit += 1) {
      const changed = Buffer.from(bytes);
      const at = Math.floor(bit / 8);
      changed.writeUInt8(changed.readUInt8(at) ^ (1 << (bit % 8)), at);
      expect(openDeviceToken(keyring, `np_dt_${changed.toString("base64url")}`, place)).toBeNull();
    }
  });

  it("live through a rotation of the root secret, and end with a raised restore epoch", () => {
    expect(openDeviceToken(createKeyring([second, first], 0), token, place)).toEqual(deviceId);
    expect(openDeviceToken(createKeyring([second], 0), token, place)).toBeNull();
    expect(openDeviceToken(createKeyring([first], 1), token, place)).toBeNull();
  });

  it("are no refresh tokens, and refresh tokens are no device tokens", () => {
    expect(openRefreshToken(keyring, token)).toBeNull();
    expect(openRefreshToken(keyring, token.replace("np_dt_", "np_rt_"))).toBeNull();
    for (const text of ["", "np_dt_", token.replace("np_dt_", ""), `${token}AAAA`, token.slice(0, -4)]) {
      expect(openDeviceToken(keyring, text, place)).toBeNull();
    }
  });
});
