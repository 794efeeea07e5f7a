import { Answer, TextAnswer } from "./answer";
import type { Endpoint } from "./endpoint";
import { keepBody } from "./kept-body";
import { securityHeaders } from "./security-headers";

/**
 * The answer to what `run` returned, held to the declared reply: fields that it does not name are dropped, so a row can
 * never leak, and one that does not fit throws (500 `internal`, a bug).
 */
export function reply(endpoint: Endpoint, result: unknown, at: { requestId: string; appUrl: string }): Response {
  const headers = securityHeaders(at);
  if (!endpoint.reply) return new Response(null, { status: endpoint.status ?? 204, headers });
  if (result instanceof TextAnswer) return textReply(endpoint, result, headers);
  const { body, ...own } = result instanceof Answer ? result : { status: null, body: result, headers: {} };
  const status = own.status ?? endpoint.status ?? 200;
  Object.assign(headers, own.headers);
  const parsed = endpoint.reply.safeParse(body);
  if (!parsed.success) throw new Error(`The reply does not fit its contract: ${parsed.error.message}`);
  headers["content-type"] = "application/json";
  if (status === 503) headers["retry-after"] = "1";
  if (endpoint.cacheSeconds !== undefined) headers["cache-control"] = `public, max-age=${endpoint.cacheSeconds}`;
  return keepBody(new Response(JSON.stringify(parsed.data), { status, headers }), parsed.data);
}

/** A file: never run, shown or guessed at by a browser, only kept. A part that cannot be made breaks it off. */
function textReply(
  endpoint: Endpoint,
  { type, fileName, text }: TextAnswer,
  headers: Record<string, string>,
): Response {
  if (!endpoint.texts?.includes(type)) throw new Error(`The declaration does not list ${type}`);
  headers["content-type"] = `${type}; charset=utf-8`;
  headers["content-disposition"] = `attachment; filename="${fileName.replace(/[^\w.-]/g, "_")}"`;
  return new Response(typeof text === "string" ? text : streamOf(text), { status: 200, headers });
}

/**
 * Text as a stream of bytes: makes the next piece when the reader has taken the last, and stops making them when they
 * hang up.
 */
export function streamOf(text: AsyncIterable<string>): ReadableStream<Uint8Array> {
  const pieces = text[Symbol.asyncIterator]();
  const utf8 = new TextEncoder();
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await pieces.next();
      if (done) controller.close();
      else controller.enqueue(utf8.encode(value));
    },
    async cancel() {
      await pieces.return?.();
    },
  });
}
