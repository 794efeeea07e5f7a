import type { z } from "zod";
import { fail } from "@/lib/core/errors";
import { Uuid } from "@/lib/core/wire";

/**
 * What actions are called with: by our own pages, whose types hold, and by anybody who writes the request themselves,
 * whose do not.
 */

/** The id of something. What is no id is of nothing: `not_found`. */
export function idOf(value: unknown): string {
  const read = Uuid.safeParse(value);
  return read.success ? read.data : fail("not_found");
}

const MAX_DEPTH = 16;

/** An argument as the schema has it; `invalid_request` for any other, and for one with text that cannot be kept. */
export function argumentOf<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const read = schema.safeParse(value);
  return read.success && isKeepable(read.data) ? read.data : fail("invalid_request");
}

/**
 * Postgres takes neither NUL nor half a character, in text as in JSON: the rule of the API's bodies
 * (`parseStrictJson`).
 */
function isKeepable(value: unknown, depth = 0): boolean {
  if (typeof value === "string") return !value.includes("\0") && value.isWellFormed();
  if (typeof value !== "object" || value === null) return true;
  return (
    depth < MAX_DEPTH && Object.entries(value).every((entry) => entry.every((each) => isKeepable(each, depth + 1)))
  );
}

/** The form that was sent; an empty one, which is refused field by field, where something else was. */
export function formOf(value: unknown): FormData {
  return value instanceof FormData ? value : new FormData();
}
