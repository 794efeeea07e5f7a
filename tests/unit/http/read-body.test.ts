import { describe, expect, it } from "vitest";
import { isNinepinError } from "@/lib/core/errors";
import { BODY_LIMIT_BYTES, readBody } from "@/lib/http/read-body";

function post(
  body: BodyInit | null,
  headers: Record<string, string> = { "content-type": "application/json" },
): Request {
  return new Request("http://localhost/", { method: "POST", body, headers });
}

async function codeOf(reading: Promise<unknown>): Promise<string> {
  return reading.then(
    () => "accepted",
    (error: unknown) => {
      if (!isNinepinError(error)) throw error;
      return error.code;
    },
  );
}

/** A body that is sent in pieces, without a length, and that tells how much of it was asked for. */
function trickle(pieces: number, size: number) {
  const sent = { bytes: 0 };
  const stream = new ReadableStream({
    pull(controller) {
      if (sent.bytes >= pieces * size) return controller.close();
      sent.bytes += size;
      return controller.enqueue(new Uint8Array(size).fill(32));
    },
  });
  const init = { method: "POST", body: stream, duplex: "half", headers: { "content-type": "application/json" } };
  return { sent, request: new Request("http://localhost/", init) };
}

describe("readBody", () => {
  it("takes an empty body as an empty object, whatever its type says", async () => {
    expect(await readBody(post(null, {}))).toEqual({});
    expect(await readBody(post("", { "content-type": "text/plain", "content-length": "0" }))).toEqual({});
  });

  it("takes 64 KiB and refuses one byte more", async () => {
    const filled = (bytes: number) => `{"a":"${"x".repeat(bytes - 8)}"}`;
    expect(await codeOf(readBody(post(filled(BODY_LIMIT_BYTES))))).toBe("accepted");
    expect(await codeOf(readBody(post(filled(BODY_LIMIT_BYTES + 1))))).toBe("body_too_large");
  });

  it("refuses a declared length that is too long or no number, before it reads", async () => {
    for (const length of ["65537", "1e9", "-", "nonsense"]) {
      const request = post("{}", { "content-type": "application/json", "content-length": length });
      expect(await codeOf(readBody(request))).toBe("body_too_large");
      expect(request.bodyUsed).toBe(false);
    }
  });

  it("stops reading a body without a length once it is too long", async () => {
    const { request, sent } = trickle(1000, 16_384);
    expect(await codeOf(readBody(request))).toBe("body_too_large");
    expect(sent.bytes).toBeLessThan(BODY_LIMIT_BYTES * 2);
  });

  it("takes a sender who hangs up for a bad request, not for a failure of ours", async () => {
    const gone = Object.assign(new Error("aborted"), { code: "ECONNRESET" });
    const hangUp = (headers: Record<string, string>) => {
      const body = new ReadableStream({ start: (controller) => controller.error(gone) });
      const init = { method: "POST", body, duplex: "half", headers };
      return readBody(new Request("http://localhost/", init));
    };
    expect(await codeOf(hangUp({}))).toBe("invalid_request");
    expect(await codeOf(hangUp({ "content-length": "9" }))).toBe("invalid_request");
  });

  it.each([
    "application/json",
    "application/json; charset=utf-8",
    'application/json;charset="UTF-8"',
    "Application/JSON",
  ])("takes %s", async (type) => {
    expect(await readBody(post('{"a":1}', { "content-type": type }))).toEqual({ a: 1 });
  });

  it.each([
    "text/plain",
    "application/x-www-form-urlencoded",
    "application/json; charset=latin1",
    "application/jsonp",
    "application/problem+json",
    "multipart/form-data; boundary=x",
  ])("refuses %s", async (type) => {
    expect(await codeOf(readBody(post('{"a":1}', { "content-type": type })))).toBe("unsupported_media_type");
  });

  it("refuses a body without a type, and one that is compressed", async () => {
    expect(await codeOf(readBody(post(new TextEncoder().encode("{}"), {})))).toBe("unsupported_media_type");
    const packed = { "content-type": "application/json", "content-encoding": "gzip" };
    expect(await codeOf(readBody(post("{}", packed)))).toBe("unsupported_media_type");
  });

  it.each([
    ["an overlong encoding", [0x7b, 0x22, 0xc0, 0xaf, 0x22, 0x3a, 0x31, 0x7d]],
    ["an encoded surrogate", [0x7b, 0x22, 0xed, 0xa0, 0x80, 0x22, 0x3a, 0x31, 0x7d]],
    ["a byte that begins nothing", [0x7b, 0xff, 0x7d]],
    ["a byte order mark", [0xef, 0xbb, 0xbf, 0x7b, 0x7d]],
  ])("refuses %s", async (_, bytes) => {
    expect(await codeOf(readBody(post(new Uint8Array(bytes))))).toBe("invalid_request");
  });
});
