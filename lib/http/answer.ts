/** A reply with a status of its own, where an endpoint has more than one. */
export class Answer<Body> {
  readonly status: number;
  readonly body: Body;

  constructor(status: number, body: Body) {
    this.status = status;
    this.body = body;
  }
}

/** The reply with that status; the declaration must list it. */
export function answer<Body>({ status, body }: { status: number; body: Body }): Answer<Body> {
  return new Answer(status, body);
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
