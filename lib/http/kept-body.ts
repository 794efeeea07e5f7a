const bodies = new WeakMap<Request | Response, unknown>();

/** Keeps what a body says beside the request or answer that carries it, for as long as that lives. Answers that. */
export function keepBody<Carrier extends Request | Response>(carrier: Carrier, body: unknown): Carrier {
  bodies.set(carrier, body);
  return carrier;
}

/** What the body says that was read or written; undefined for none, and for one that is no JSON. */
export function keptBody(carrier: Request | Response): unknown {
  return bodies.get(carrier);
}
