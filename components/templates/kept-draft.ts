import type { Content } from "./template-view";

/** What was written and is not saved, and what it was written over: the draft's revision, and the version it began from. */
export type KeptDraft = { content: Content; revision: number; basedOn: number };

const keyOf = (path: string) => `template ${path}`;

/** Keeps it in this tab, for whoever comes back. Where the browser keeps nothing, it stays in the editor alone. */
export function keepDraft(path: string, draft: KeptDraft): void {
  try {
    sessionStorage.setItem(keyOf(path), JSON.stringify(draft));
  } catch {}
}

/** Nothing is left to save. */
export function forgetDraft(path: string): void {
  try {
    sessionStorage.removeItem(keyOf(path));
  } catch {}
}

/** What was left unsaved here; null where nothing was. */
export function keptDraft(path: string): KeptDraft | null {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(keyOf(path)) ?? "null");
    return isKept(kept) ? kept : null;
  } catch {
    return null;
  }
}

function isKept(value: unknown): value is KeptDraft {
  if (typeof value !== "object" || value === null) return false;
  if (!("content" in value) || !("revision" in value) || !("basedOn" in value)) return false;
  const { content, revision, basedOn } = value;
  if (typeof revision !== "number" || typeof basedOn !== "number") return false;
  if (typeof content !== "object" || content === null) return false;
  const isPart = (part: unknown) => part === null || typeof part === "string";
  return (
    "subject" in content &&
    "preheader" in content &&
    "html" in content &&
    "text" in content &&
    isPart(content.subject) &&
    isPart(content.preheader) &&
    isPart(content.html) &&
    typeof content.text === "string"
  );
}
