import type { LimitState } from "@/lib/core/errors";
import { quotaHeaders } from "./quota-headers";

type Headers = Readonly<Record<string, string>>;

/** A reply with a status of its own, where an endpoint has more than one, or with headers of its own. */
export class Answer<Body> {
  /** Null: the declaration's. */
  readonly status: number | null;
  readonly body: Body;
  readonly headers: Headers;

  constructor(status: number | null, body: Body, headers: Headers = {}) {
    this.status = status;
    this.body = body;
    this.headers = headers;
  }
}

/** The reply with that status; the declaration must list it. */
export function answer<Body>({ status, body }: { status: number; body: Body }): Answer<Body> {
  return new Answer(status, body);
}

/** The reply with what is left of a quota in X-Quota-*, where one is metered. */
export function answerWithQuota<Body>(quota: LimitState | null, body: Body): Answer<Body> {
  return new Answer(null, body, quota === null ? {} : quotaHeaders(quota));
}

/** Text instead of JSON: a file to keep, whole or in pieces as it is read. */
export class TextAnswer {
  readonly type: TextType;
  readonly fileName: string;
  readonly text: string | AsyncIterable<string>;

  constructor(type: TextType, fileName: string, text: string | AsyncIterable<string>) {
    this.type = type;
    this.fileName = fileName;
    this.text = text;
  }
}

/** What text can be, beside JSON. */
export type TextType = "text/csv" | "application/jsonl";

/** A reply that is saved as a file; the declaration must list its type under `texts`. */
export function textAnswer(of: { type: TextType; fileName: string; text: string | AsyncIterable<string> }): TextAnswer {
  return new TextAnswer(of.type, of.fileName, of.text);
}
