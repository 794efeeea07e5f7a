import { ERRORS, type ErrorCode } from "@/lib/core/errors";
import { ADVICE, type Advice } from "./advice";

/** One error as its page shows it. */
export type ErrorPageRow = { code: ErrorCode; status: number; title: string; detail: string } & Advice;

function isErrorCode(code: string): code is ErrorCode {
  return Object.hasOwn(ERRORS, code);
}

function rowOf(code: ErrorCode): ErrorPageRow {
  const { status, title, detail } = ERRORS[code];
  const advice: Advice = ADVICE[code];
  return { code, status, title, detail, ...advice };
}

/** All errors, in the table's order: by what the caller did, then by what we did. */
export function errorRows(): readonly ErrorPageRow[] {
  return Object.keys(ERRORS).filter(isErrorCode).map(rowOf);
}

/** The error of that code, if there is one. */
export function errorRow(code: string): ErrorPageRow | null {
  return isErrorCode(code) ? rowOf(code) : null;
}
