/** What an action answers: what it made, or why not, and what is wrong with which field. */
export type Outcome<T> =
  | { ok: true; value: T }
  | { ok: false; message: string; fields: Readonly<Record<string, string>> };
