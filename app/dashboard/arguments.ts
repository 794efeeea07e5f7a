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

/** An argument as the schema has it; `invalid_request` for any other. */
export function argumentOf<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const read = schema.safeParse(value);
  return read.success ? read.data : fail("invalid_request");
}

/** The form that was sent; an empty one, which is refused field by field, where something else was. */
export function formOf(value: unknown): FormData {
  return value instanceof FormData ? value : new FormData();
}
