import type { z } from "zod";
import { type FieldError, fail } from "@/lib/core/errors";

const MAX_FIELDS = 20;
/** A field's name may be the client's own, and is said back. */
const MAX_PATH = 100;

/**
 * Checks what came in against its contract. 400 `invalid_request` names every field that does not fit, on the wire's
 * names; a field that the contract does not know is one of them. The contract may throw a code of its own.
 */
export function parseInput<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const fields = parsed.error.issues.flatMap(toFields).slice(0, MAX_FIELDS);
  const [first] = fields;
  return fail("invalid_request", { detail: first ? inOneLine(first) : undefined, fields });
}

/** The parameters of the path. What does not fit cannot name anything: 404 `not_found`, like an unknown id. */
export function parseParams<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const parsed = schema.safeParse(value);
  return parsed.success ? parsed.data : fail("not_found");
}

function inOneLine(field: FieldError): string {
  return field.path === "" ? field.message : `${field.path}: ${field.message}`;
}

function toFields(issue: z.core.$ZodIssue): FieldError[] {
  if (issue.code !== "unrecognized_keys") return [{ path: pathOf(issue.path), message: issue.message }];
  return issue.keys.map((key) => ({
    path: pathOf([...issue.path, key]),
    message: "Unknown field",
    kind: "unknown_field" as const,
  }));
}

function pathOf(path: readonly PropertyKey[]): string {
  return path.map(String).join(".").slice(0, MAX_PATH);
}
