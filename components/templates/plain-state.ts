import type { Content } from "./template-view";

/** What a form without JavaScript was answered: what was written is there again where it was refused. */
export type PlainState = { message: string; refused: Content | null } | null;
