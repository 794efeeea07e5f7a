import { DrizzleQueryError } from "drizzle-orm/errors";

/** Where drivers put what was written or asked for: rows, parameters, and places inside of them. */
const VALUED = ["params", "detail", "where", "hint", "internalQuery", "dataRow"] as const;

/** Takes the values out of a driver's error. Its code, its constraint and what it says otherwise stay. */
function withoutValues<Thrown>(thrown: Thrown): Thrown {
  if (!(thrown instanceof Error)) return thrown;
  for (const name of VALUED) Reflect.deleteProperty(thrown, name);
  // Class 22 is bad data: the message quotes it, as in `invalid input syntax for type uuid: "…"`.
  if ("code" in thrown && typeof thrown.code === "string" && /^22/.test(thrown.code)) {
    const kept = thrown.message.replace(/".*"/s, '"…"');
    thrown.stack = thrown.stack?.replace(thrown.message, () => kept);
    thrown.message = kept;
  }
  return thrown;
}

/** What a statement is awaited through: its error leaves without the values it was given. */
export async function keepingValues<Result>(statement: Promise<Result>): Promise<Result> {
  try {
    return await statement;
  } catch (error) {
    throw withoutValues(error);
  }
}

/**
 * Drizzle writes a failed statement's parameters into its error, as a property and into its message, wherever a
 * statement is awaited: there is no other place that all of them pass. Its constructor assigns `params`, then `cause`,
 * then takes the stack; both assignments end here, so that message and stack name the statement alone.
 */
Object.defineProperties(DrizzleQueryError.prototype, {
  params: {
    configurable: true,
    get: () => [],
    set(this: DrizzleQueryError) {
      hide(this, "message", `Failed query: ${this.query}`);
    },
  },
  cause: {
    configurable: true,
    set(this: DrizzleQueryError, cause: unknown) {
      hide(this, "cause", withoutValues(cause));
    },
  },
});

function hide(error: DrizzleQueryError, name: "message" | "cause", value: unknown): void {
  Object.defineProperty(error, name, { value, configurable: true, enumerable: false, writable: true });
}
