import type { TextType } from "./answer";
import { streamOf } from "./reply";

/** JSON for the script of a page of ours, which asks with its cookie. No cache keeps it. */
export function pageAnswer(body: Readonly<Record<string, string | null>>): Response {
  return Response.json(body, { headers: { "cache-control": "no-store" } });
}

/** What a mail may do in a frame of ours: look as it is written. No script runs, and its origin is nobody's. */
const EMAIL_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; img-src https: data:; font-src https: data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox";

/** An email's HTML for a frame. Nobody else frames it, and nothing of it is known to be ours. */
export function emailAnswer(html: string): Response {
  return new Response(html, {
    headers: {
      "content-type": "text/html; charset=utf-8",
      "content-security-policy": EMAIL_POLICY,
      "cache-control": "no-store",
      "x-robots-tag": "noindex",
    },
  });
}

/** The end of a session: the browser forgets what it kept of our pages, and goes to sign in (ASVS 14.3.1). */
export function signedOutAnswer(): Response {
  return new Response(null, { status: 303, headers: { location: "/signin", ...CLEAR, "cache-control": "no-store" } });
}

/** What a browser is told to forget. Not its cookies: the device's is not the session's. */
export const CLEAR = { "clear-site-data": '"cache", "storage"' };

/** A request for a page that is refused before any page is asked. */
export function refusedPage(status: 403 | 404, headers: Readonly<Record<string, string>>): Response {
  const text = status === 403 ? "Forbidden: this change did not come from a page of ours" : "Not found";
  return new Response(text, { status, headers: { ...headers, "content-type": "text/plain; charset=utf-8" } });
}

/** A file that is not made now: too many were asked for. */
export function tooManyFilesAnswer(retryAfterSeconds: number): Response {
  return new Response("So many files in one minute are too many. Try again in a moment.", {
    status: 429,
    headers: { "retry-after": String(retryAfterSeconds), "cache-control": "no-store" },
  });
}

/** A file that a page offers: only kept, never shown or run. */
export function fileAnswer(file: { type: TextType; fileName: string; text: AsyncIterable<string> }): Response {
  const headers = {
    "content-type": `${file.type}; charset=utf-8`,
    "content-disposition": `attachment; filename="${file.fileName.replace(/[^\w.-]/g, "_")}"`,
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
  };
  return new Response(streamOf(file.text), { headers });
}
