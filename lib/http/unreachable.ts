/** What node-postgres and the network say when there is no database to speak of, or not now. */
const CODES: ReadonlySet<string> = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "EPIPE",
  "ENOTFOUND",
  "EAI_AGAIN",
  "ETIMEDOUT",
  "EHOSTUNREACH",
  "ENETUNREACH",
  // SQLSTATE: shutting down, crashed, starting up, out of connections, read only after a fail-over, statement timeout,
  // serialization failure and deadlock: all of them pass.
  "57P01",
  "57P02",
  "57P03",
  "53300",
  "25006",
  "57014",
  "40001",
  "40P01",
]);

/** node-postgres gives these no code. */
const MESSAGES: readonly string[] = [
  "timeout exceeded when trying to connect",
  "Connection terminated",
  "Query read timeout",
  "Client has encountered a connection error",
];

const MAX_CAUSES = 5;

/** Whether an error, or what caused it, says that the database cannot be reached now. */
export function isUnreachable(error: unknown, depth = 0): boolean {
  // A WebSocket, through which Neon is reached, tells of its end by an event.
  if (error instanceof Event && error.type === "error") return true;
  if (!(error instanceof Error) || depth > MAX_CAUSES) return false;
  const code = "code" in error ? String(error.code) : "";
  if (CODES.has(code) || code.startsWith("08")) return true;
  if (MESSAGES.some((message) => error.message.includes(message))) return true;
  if (error instanceof AggregateError && error.errors.some((inner) => isUnreachable(inner, depth + 1))) return true;
  return isUnreachable(error.cause, depth + 1);
}
