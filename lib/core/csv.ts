import { stringify } from "csv-stringify/sync";

export type CsvCell = string | number | null;

/**
 * Rows as CSV (RFC 4180, CRLF). A cell that a spreadsheet would run as a formula (it begins with `=`, `+`, `-`, `@`, a
 * tab, a carriage return, or a full-width form of the signs) gets an apostrophe in front, which spreadsheets hide; and
 * so does a formula behind `;`, `|`, a tab or a line break, where some spreadsheets begin another cell.
 * The names of the columns are a row like any other.
 */
export function csvOf(rows: Iterable<readonly CsvCell[]>): string {
  return stringify([...rows].map(cellsOf), {
    escape_formulas: true,
    record_delimiter: "windows",
  });
}

/** A blank in front does not make a formula harmless: some spreadsheets drop it. */
const PADDED_FORMULA = /^\s+[=+\-@＝＋－＠]/;

/** Quotes as well are dropped from the beginning of what is a cell to another reader. */
const INNER_FORMULA = /([;|\t\r\n])(?=[\s"]*[=+\-@＝＋－＠])/g;

function cellsOf(row: readonly CsvCell[]): CsvCell[] {
  return row.map((cell) => (typeof cell === "string" ? withoutFormulas(cell) : cell));
}

function withoutFormulas(cell: string): string {
  const split = cell.replace(INNER_FORMULA, "$1'");
  return PADDED_FORMULA.test(cell) ? `'${split}` : split;
}
