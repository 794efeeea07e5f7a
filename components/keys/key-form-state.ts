/** A key just made: the only time its text is at hand. */
export type CreatedKey = { id: string; name: string; type: "publishable" | "secret"; key: string };

/** What the server said to the form. `fields` are by the form's own names. */
export type KeyFormState =
  | { status: "refused"; message: string | null; fields: Readonly<Record<string, string>> }
  | { status: "created"; created: CreatedKey };

/** What the server said to the form of a key that is there. */
export type EditKeyState = Extract<KeyFormState, { status: "refused" }> | { status: "saved" };

/** What keys can be allowed, and the choices that fit most. A preset without a list may do everything. */
export type ScopeChoices = {
  scopes: readonly { name: string; what: string }[];
  presets: readonly { name: string; title: string; scopes: readonly string[] | null }[];
};
