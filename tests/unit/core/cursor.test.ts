import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { openCursor, sealCursor } from "@/lib/core/cursor";
import { isNinepinError } from "@/lib/core/errors";
import { createKeyring } from "@/lib/core/secrets";

const keyring = createKeyring([{ id: 1, bytes: Buffer.from("a root secret that is only ever used by this test") }], 0);
const ID = "019a9f3e-7c1a-7cc2-9d8e-0123456789ab";
const LIST = "api_keys/019a9f3e-7c1a-7cc2-9d8e-ba9876543210";

function open(cursor: string, list = LIST, ring = keyring): string {
  try {
    return openCursor(ring, list, cursor);
  } catch (error) {
    if (isNinepinError(error)) return error.code;
    throw error;
  }
}

const cursor = sealCursor(keyring, LIST, ID);

describe("cursors", () => {
  it("go on where they were made", () => {
    expect(open(cursor)).toBe(ID);
  });

  it("are good for their own list only: another list, another environment, another installation refuse them", () => {
    const other = createKeyring(
      [{ id: 1, bytes: Buffer.from("another root secret, just as long as the first one") }],
      0,
    );
    expect(open(cursor, LIST.replace("api_keys", "sessions"))).toBe("invalid_request");
    expect(open(cursor, "api_keys/019a9f3e-7c1a-7cc2-9d8e-000000000000")).toBe("invalid_request");
    expect(open(cursor, LIST, other)).toBe("invalid_request");
  });

  it("refuse any change, any other length and any other spelling of the same bytes", () => {
    for (let at = 0; at < cursor.length; at += 1) {
      for (const letter of "AZaz09-_=+/ ") {
        const changed = cursor.slice(0, at) + letter + cursor.slice(at + 1);
        if (changed !== cursor) expect(open(changed)).toBe("invalid_request");
      }
      expect(open(cursor.slice(0, at))).toBe("invalid_request");
    }
    expect(open(`${cursor}=`)).toBe("invalid_request");
    expect(open(`${cursor}A`)).toBe("invalid_request");
  });

  it("refuse whatever else comes, without anything worse", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(open(text)).toBe("invalid_request");
      }),
    );
  });
});
