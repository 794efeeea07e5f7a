import { pino } from "pino";

/** Values that may be logged: no objects of unknown shape, so that nothing slips in with them. */
export type LogFields = Readonly<Record<string, string | number | boolean | null | undefined>>;

export type Logger = {
  debug(fields: LogFields, message: string): void;
  info(fields: LogFields, message: string): void;
  warn(fields: LogFields, message: string): void;
  /** `cause` is whatever was thrown; its message and stack are redacted like everything else. */
  error(fields: LogFields, message: string, cause?: unknown): void;
};

/**
 * What must never be in a log line, by its shape: our keys and tokens, JWTs, addresses, phone numbers, runs of six to
 * ten digits (codes), and the credentials inside a URL. Ids are UUIDs and pass (ASVS 16.2.5). Each row begins with what
 * its shape cannot do without: to look for that costs next to nothing, and every request is logged.
 */
const SECRET_SHAPES: readonly (readonly [string, RegExp, string])[] = [
  ["np_", /\bnp_(?:test|live)_(?:pk|sk)_[A-Za-z0-9]+|\bnp_(?:rt|dt|op)_[A-Za-z0-9_-]+/g, "[key]"],
  ["eyJ", /\beyJ[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*/g, "[jwt]"],
  ["@", /\/\/[^\s/@:]{0,256}:[^\s/@]{1,256}@/g, "//[credentials]@"],
  ["@", /[^\s"'<>()@:,;=]{1,256}@[^\s"'<>()@:,;=]{1,256}/g, "[address]"],
  ["+", /\+\d[\d\s-]{6,30}\d/g, "[phone]"],
  ["", /(?<![\w-])\d{6,10}(?![\w-])/g, "[digits]"],
];

/** Longer text is cut, and every repetition above has an end, so that nobody can keep us busy with what we log. */
const LONGEST_TEXT = 8_192;

/** The text with everything that has the shape of a secret or of an address replaced. */
export function redact(text: string): string {
  let clean = text.slice(0, LONGEST_TEXT);
  for (const [mark, shape, label] of SECRET_SHAPES) if (clean.includes(mark)) clean = clean.replace(shape, label);
  return clean;
}

/** Takes text for what has been logged. */
type Destination = { write(text: string): void };

/**
 * Holds lines until the end of this turn of the event loop and hands them on together: a busy server answers several
 * requests in one turn, and a write of its own for each costs a tenth of what it does. `flush` hands them on now.
 */
export function writeOncePerTurn(write: (lines: string) => void): Destination & { flush(): void } {
  let held = "";
  const flush = () => {
    const lines = held;
    held = "";
    if (lines !== "") write(lines);
  };
  return {
    write(line) {
      if (held === "") setImmediate(flush);
      held += line;
    },
    flush,
  };
}

let standardOutput: ReturnType<typeof writeOncePerTurn> | undefined;

/**
 * The process's output, one for all loggers. What is held goes out when the process ends, by itself or by an error that
 * nobody caught. Written in this thread: to wait for another one to write costs more than the writing.
 */
function toStandardOutput(): ReturnType<typeof writeOncePerTurn> {
  if (standardOutput) return standardOutput;
  const out = pino.destination({ dest: 1, sync: true });
  standardOutput = writeOncePerTurn((lines) => void out.write(lines));
  process.once("exit", standardOutput.flush);
  return standardOutput;
}

/**
 * Structured logs, one JSON line each. Every string that goes through is redacted by its shape, the cause of an error
 * included, so that a code, a token, a key or an unmasked address cannot be logged by mistake.
 */
export function createLogger(level: string, destination: Destination = toStandardOutput()): Logger {
  const out = pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, destination);
  return {
    debug: (fields, message) => out.debug(clean(fields), redact(message)),
    info: (fields, message) => out.info(clean(fields), redact(message)),
    warn: (fields, message) => out.warn(clean(fields), redact(message)),
    error(fields, message, cause) {
      out.error({ ...clean(fields), ...describeCause(cause) }, redact(message));
    },
  };
}

function clean(fields: LogFields): Record<string, string | number | boolean | null | undefined> {
  const out: Record<string, string | number | boolean | null | undefined> = {};
  for (const [name, value] of Object.entries(fields)) out[name] = typeof value === "string" ? redact(value) : value;
  return out;
}

function describeCause(cause: unknown): Record<string, string> {
  if (cause === undefined) return {};
  if (!(cause instanceof Error)) return { cause: redact(String(cause)) };
  const code: Record<string, string> = "code" in cause ? { cause_code: redact(String(cause.code)) } : {};
  const inner = cause.cause instanceof Error ? ` <- ${cause.cause.message}` : "";
  return { cause: redact(`${cause.message}${inner}`), ...code, stack: redact(cause.stack ?? "") };
}
