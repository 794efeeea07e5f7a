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
