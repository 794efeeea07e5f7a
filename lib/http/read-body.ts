import { fail } from "@/lib/core/errors";
import { keepBody } from "./kept-body";
import { parseStrictJson } from "./strict-json";

/** The longest body that is read: 64 KiB. */
export const BODY_LIMIT_BYTES = 64 * 1024;

const JSON_TYPE = /^application\/json(?:\s*;\s*charset="?utf-8"?)?\s*$/i;

// A byte order mark stays in the text and is refused as JSON; bytes that are not UTF-8 throw.
const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/**
 * Reads a JSON body. An empty one counts as `{}`: the contract says what is missing. 413 `body_too_large` over 64 KiB,
 * 415 `unsupported_media_type` for anything but JSON in UTF-8, 400 `invalid_request` for what is not strict JSON.
 */
export async function readBody(request: Request): Promise<unknown> {
  const bytes = await readBytes(request, BODY_LIMIT_BYTES);
  if (bytes.length === 0) return {};
  checkType(request.headers);
  const body = parseStrictJson(decode(bytes));
  keepBody(request, body);
  return body;
}

/** Reads a request as it came, whatever its body is: the headers, and the text. 413 `body_too_large` over the limit. */
export async function readAnyBody(
  request: Request,
  limitBytes = BODY_LIMIT_BYTES,
): Promise<{ headers: Record<string, string>; text: string }> {
  const text = Buffer.from(await readBytes(request, limitBytes)).toString("utf8");
  return { headers: Object.fromEntries(request.headers), text };
}

async function readBytes(request: Request, limitBytes: number): Promise<Uint8Array> {
  const declared = request.headers.get("content-length");
  if (declared !== null && !(Number(declared) <= limitBytes)) fail("body_too_large");
  // Node holds a body to its declared length; without one it has to be counted while it comes.
  const bytes = await (declared === null ? readCounted(request, limitBytes) : readWhole(request));
  if (bytes.length > limitBytes) fail("body_too_large");
  return bytes;
}

/** A sender who hangs up is not our failure. */
function endedEarly(cause: unknown): never {
  return fail("invalid_request", { detail: "The body ended early", cause });
}

async function readWhole(request: Request): Promise<Uint8Array> {
  return new Uint8Array(await request.arrayBuffer().catch(endedEarly));
}

async function readCounted(request: Request, limitBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  if (request.body === null) return new Uint8Array();
  const reader = request.body.getReader();
  const read = () => reader.read().catch(endedEarly);
  for (let part = await read(); !part.done; part = await read()) {
    chunks.push(part.value);
    length += part.value.length;
    if (length > limitBytes) {
      // The rest is not wanted; the answer does not wait for the sender to hear of it.
      reader.cancel().catch(() => undefined);
      fail("body_too_large");
    }
  }
  return Buffer.concat(chunks);
}

function checkType(headers: Headers): void {
  if (!JSON_TYPE.test(headers.get("content-type") ?? "")) fail("unsupported_media_type");
  const encoding = headers.get("content-encoding");
  if (encoding !== null && encoding.toLowerCase() !== "identity") fail("unsupported_media_type");
}

function decode(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes);
  } catch {
    const message = "The body is not valid UTF-8";
    return fail("invalid_request", { detail: message, fields: [{ path: "", message }] });
  }
}
