import type { Content } from "./template-view";

/**
 * What a form without JavaScript was answered. Where it was refused: what was written, which is there again, and the
 * version that its writer had read.
 */
export type PlainState = { message: string; refused: { content: Content; version: number } | null } | null;
