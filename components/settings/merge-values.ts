import { settingLabel } from "./setting-names";
import { readText, type Values, valueInWords } from "./setting-text";

/** The settings that say something else than they did; how it is written does not count. */
export function changedNames(base: Values, typed: Values): string[] {
  return Object.keys(base).filter((name) => !sameValue(name, base[name] ?? "", typed[name] ?? ""));
}

function sameValue(name: string, one: string, other: string): boolean {
  if (one === other) return true;
  const [first, second] = [readText(name, one), readText(name, other)];
  return first.ok && second.ok && JSON.stringify(first.value) === JSON.stringify(second.value);
}

/** What a form holds after somebody else's change, and where both changed the same setting. */
export type Merged = { values: Values; theirs: Values };

/**
 * Three ways: what was typed stays; what was left alone follows the other's change; what both changed to different things
 * stays as typed and is named in `theirs` with the other's value.
 */
export function mergeValues(base: Values, typed: Values, current: Values): Merged {
  const values: Record<string, string> = {};
  const theirs: Record<string, string> = {};
  for (const [name, was] of Object.entries(base)) {
    const own = typed[name] ?? "";
    const now = current[name] ?? was;
    const untouched = sameValue(name, was, own);
    values[name] = untouched ? now : own;
    if (!untouched && !sameValue(name, was, now) && !sameValue(name, own, now)) theirs[name] = now;
  }
  return { values, theirs };
}

/** What saving would change, in a sentence: "Tries per code from 5 to 4, code in the subject from on to off." */
export function changesInWords(base: Values, typed: Values): string | null {
  const parts = changedNames(base, typed).map((name, index) => {
    const label = settingLabel(name);
    const [from, to] = [wordsOf(name, base[name] ?? ""), wordsOf(name, typed[name] ?? "")];
    return `${index === 0 ? label : lowerFirst(label)} from ${from} to ${to}`;
  });
  return parts.length === 0 ? null : `${parts.join("; ")}.`;
}

function wordsOf(name: string, text: string): string {
  const read = readText(name, text);
  return read.ok ? valueInWords(name, read.value) : "what you are typing";
}

function lowerFirst(label: string): string {
  return /^[A-Z][a-z]/.test(label) ? label.charAt(0).toLowerCase() + label.slice(1) : label;
}
