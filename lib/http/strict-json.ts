import { fail } from "@/lib/core/errors";

const MAX_DEPTH = 16;
const MAX_PATH = 100;

function refuse(path: string, message: string): never {
  return fail("invalid_request", { detail: message, fields: [{ path: path.slice(0, MAX_PATH), message }] });
}

/**
 * Parses JSON that means one thing to every reader (RFC 8259 sections 4, 6 and 8). Refuses with 400 `invalid_request` and
 * the path: a member named twice, `__proto__`, more than 16 levels, a number too large to be one here, NUL and lone
 * surrogates in strings and names.
 */
export function parseStrictJson(text: string): unknown {
  const value = parse(text);
  if (typeof value !== "object" || value === null) return refuse("", "The body must be a JSON object");
  checkValue(value, "", 1);
  checkNames(text);
  return value;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return refuse("", "The body is not valid JSON");
  }
}

function join(path: string, name: string | number): string {
  return path === "" ? String(name) : `${path}.${name}`;
}

function checkText(text: string, path: string): void {
  if (text.includes("\0")) refuse(path, "Must not contain NUL");
  if (!text.isWellFormed()) refuse(path, "Must not contain a lone surrogate");
}

function checkValue(value: unknown, path: string, depth: number): void {
  if (typeof value === "string") checkText(value, path);
  // `1e999` is a number to JSON and infinite here, and would be kept as null.
  if (typeof value === "number" && !Number.isFinite(value)) refuse(path, "Must be a finite number");
  if (typeof value !== "object" || value === null) return;
  if (depth > MAX_DEPTH) refuse("", `At most ${MAX_DEPTH} levels`);
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) checkValue(item, join(path, index), depth + 1);
    return;
  }
  for (const [name, item] of Object.entries(value)) {
    // The name itself is not well formed: it cannot be said in the answer.
    checkText(name, path);
    if (name === "__proto__") refuse(path, "Must not contain a member named __proto__");
    checkValue(item, join(path, name), depth + 1);
  }
}

type Level = { path: string; names: Set<string> | null; index: number; name: string };

const QUOTE = 34;
const BACKSLASH = 92;

/** The position after the string that begins at `start`. The text is valid JSON. */
function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (text.charCodeAt(at) !== QUOTE) at += text.charCodeAt(at) === BACKSLASH ? 2 : 1;
  return at + 1;
}

/** Refuses an object that names a member twice. `JSON.parse` keeps the last one in silence; others keep the first. */
function checkNames(text: string): void {
  const levels: Level[] = [];
  let isName = false;
  for (let at = 0; at < text.length; at += 1) {
    const level = levels.at(-1);
    const character = text[at];
    if (character === '"') {
      const end = endOfString(text, at);
      if (isName && level?.names) {
        level.name = nameOf(text.slice(at, end));
        if (level.names.has(level.name)) refuse(join(level.path, level.name), "Is there twice");
        level.names.add(level.name);
        isName = false;
      }
      at = end - 1;
    } else if (character === "{" || character === "[") {
      const path = level ? join(level.path, level.names ? level.name : level.index) : "";
      levels.push({ path, names: character === "{" ? new Set() : null, index: 0, name: "" });
      isName = character === "{";
    } else if (character === "}" || character === "]") {
      levels.pop();
      isName = false;
    } else if (character === "," && level) {
      level.index += 1;
      isName = level.names !== null;
    }
  }
}

function nameOf(literal: string): string {
  return literal.includes("\\") ? String(JSON.parse(literal)) : literal.slice(1, -1);
}
