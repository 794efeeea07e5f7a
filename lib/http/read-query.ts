import { fail } from "@/lib/core/errors";

const CREDENTIAL = /[?&](?:x-)?(?:api[-_]?key|access[-_]?token)=|np_(?:test|live|op|rt)_/i;

/** The part of a URL that begins with its question mark; empty when there is none. */
export function searchOf(url: string): string {
  const start = url.indexOf("?");
  return start === -1 ? "" : url.slice(start);
}

/** Refuses a key or a token in the address (400 `invalid_request`): addresses end in logs and histories (ASVS 14.2.1). */
export function refuseCredentials(search: string): void {
  if (!CREDENTIAL.test(search)) return;
  const message = "Send keys and tokens in a header, never in the address";
  fail("invalid_request", { detail: message, fields: [{ path: "query", message }] });
}

/** The parameters of a query. One that is there twice, or holds NUL, is 400 `invalid_request`. */
export function readQuery(search: string): Record<string, string> {
  const query: Record<string, string> = {};
  for (const [name, value] of new URLSearchParams(search)) {
    if (Object.hasOwn(query, name) || name === "__proto__") refuse(name, "Is there twice");
    if (name.includes("\0") || value.includes("\0")) refuse(name, "Must not contain NUL");
    query[name] = value;
  }
  return query;
}

function refuse(path: string, message: string): never {
  return fail("invalid_request", { fields: [{ path, message }] });
}
