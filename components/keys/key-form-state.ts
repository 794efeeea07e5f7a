/** A key just made: the only time its text is at hand. */
export type CreatedKey = { name: string; type: "publishable" | "secret"; key: string };

/** What the server said to the form. `fields` are by the form's own names. */
export type KeyFormState =
  | { status: "refused"; message: string | null; fields: Readonly<Record<string, string>> }
  | { status: "created"; created: CreatedKey };
