import { z } from "zod";
import { type ErrorCode, isNinepinError } from "@/lib/core/errors";

/** What a form's field holds, without the spaces around it. */
export function text(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === "string" ? value.trim() : "";
}

export type Refusal = { code: ErrorCode; message: string; fields: Record<string, string> };

/** The number that was typed: null for an empty field, and no number for what is none, which the contract refuses. */
export function numberOf(typed: string): number | null {
  return typed === "" ? null : Number(typed.replace(/[\s,]/g, ""));
}

/**
 * Why a form was refused, field by field where it is known: `nameOf` makes the field's name of a path. Anything
 * unexpected is thrown on.
 */
export function refusalOf(error: unknown, nameOf = (path: readonly string[]) => path.at(-1) ?? ""): Refusal {
  if (error instanceof z.ZodError) {
    const fields = error.issues.map(({ path, message }) => [nameOf(path.map(String)), sentence(message)]);
    return { code: "invalid_request", message: "Look at what is marked.", fields: Object.fromEntries(fields) };
  }
  if (!isNinepinError(error)) throw error;
  const fields = (error.options.fields ?? []).map(({ path, message }) => [nameOf(path.split(".")), message]);
  return { code: error.code, message: error.message, fields: Object.fromEntries(fields) };
}

/** The library's own words for a number that is none are not a reader's. */
function sentence(message: string): string {
  return message.startsWith("Invalid input") ? "Enter a whole number" : message;
}
