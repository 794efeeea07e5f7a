/** What came of registering a customer. What was typed comes back with a refusal; keys are shown this once. */
export type RegisterState =
  | { status: "idle" }
  | {
      status: "refused";
      message: string | null;
      fields: Readonly<Record<string, string>>;
      typed: { name: string; email: string; project: string };
    }
  | {
      status: "registered";
      customer: { id: string; name: string };
      keys: readonly { environment: "test" | "live"; type: "publishable" | "secret"; key: string }[];
    };

/** What came of saving a form of the console. `saved` counts, so that the same answer twice is seen twice. */
export type SaveState = { saved: number; message: string | null; fields: Readonly<Record<string, string>> };

/** Before anything was saved. */
export const UNSAVED: SaveState = { saved: 0, message: null, fields: {} };
