/** The rows of what an executor answers: pg and PGlite wrap them alike, and drizzle does not say so. */
export function rowsOf<Row>(result: { rows: Row[] } | Row[] | unknown): Row[] {
  if (typeof result === "object" && result !== null && "rows" in result && Array.isArray(result.rows))
    return result.rows;
  return [];
}
