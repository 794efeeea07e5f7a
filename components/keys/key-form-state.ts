/** A key just made: the only time its text is at hand. */
export type CreatedKey = { id: string; name: string; type: "publishable" | "secret"; key: string };

/** A form of a key that was refused. `fields` are by the form's own names. */
export type RefusedKeyForm = {
  status: "refused";
  message: string | null;
  fields: Readonly<Record<string, string>>;
};

/** A form that made a key. */
export type CreatedKeyForm = { status: "created"; created: CreatedKey };

/** What the server said to the form. */
export type KeyFormState = RefusedKeyForm | CreatedKeyForm;

/** What the server said to the form of a key that is there. */
export type EditKeyState = RefusedKeyForm | { status: "saved" };

/** What keys can be allowed, and the choices that fit most. A preset without a list may do everything. */
export type ScopeChoices = {
  scopes: readonly { name: string; what: string }[];
  presets: readonly { name: string; title: string; scopes: readonly string[] | null }[];
};
