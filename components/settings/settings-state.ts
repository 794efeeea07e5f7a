import type { Values } from "./setting-text";

/** What came of saving. `turn` counts, so that the same answer twice is seen twice. */
export type SettingsState = { turn: number } & (
  | { status: "idle" }
  | { status: "saved"; version: number; values: Values }
  | { status: "refused"; message: string; fields: Readonly<Record<string, string>> }
  /** Somebody else saved in between: what they made of it. */
  | { status: "conflict"; version: number; values: Values; author: string }
);

export type SaveSettings = (state: SettingsState, form: FormData) => Promise<SettingsState>;

export const IDLE: SettingsState = { turn: 0, status: "idle" };
