import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readCredentials } from "@/lib/http/credentials";

const read = (headers: Record<string, string>) => readCredentials(new Headers(headers));

describe("readCredentials", () => {
  it("finds nothing where nothing is", () => {
    expect(read({})).toEqual({ apiKey: null, bearer: null, authorization: false });
  });

  it("reads a key from X-API-Key, or from Authorization by its prefix", () => {
    expect(read({ "x-api-key": "np_test_pk_a" }).apiKey).toBe("np_test_pk_a");
    const bearer = read({ authorization: "bearer  np_live_sk_b" });
    expect(bearer).toEqual({ apiKey: "np_live_sk_b", bearer: null, authorization: true });
  });

  it("reads a token beside a key", () => {
    const both = read({ "x-api-key": "np_test_pk_a", authorization: "Bearer a.b.c" });
    expect(both).toEqual({ apiKey: "np_test_pk_a", bearer: "a.b.c", authorization: true });
  });

  it("takes one key twice as one, and two keys as none that is good", () => {
    expect(read({ "x-api-key": "np_test_pk_a", authorization: "Bearer np_test_pk_a" }).apiKey).toBe("np_test_pk_a");
    expect(read({ "x-api-key": "np_test_pk_a", authorization: "Bearer np_test_pk_b" }).apiKey).toBe("");
  });

  it.each(["Basic YTpi", "Bearer", "Bearer a b", "Bearer\ta", "a.b.c", "Bearer a,Bearer b c"])(
    "takes an unreadable header as a header without a credential: %s",
    (authorization) => {
      expect(read({ authorization })).toEqual({ apiKey: null, bearer: null, authorization: true });
    },
  );

  it("never throws, whatever the headers hold", () => {
    const latin = fc.string({ unit: fc.integer({ min: 0x20, max: 0xff }).map((code) => String.fromCharCode(code)) });
    fc.assert(
      fc.property(latin, latin, (key, authorization) => {
        read({ "x-api-key": key, authorization: `Bearer ${authorization}` });
        read({ authorization });
      }),
    );
  });
});
