import { type CustomVariableName, customVariable, nearestVariable } from "./custom-variables";
import { errorAt, type Finding } from "./problem";

/** A piece of a template. `at` is where it begins in the text. */
export type Piece =
  | { type: "text"; at: number; text: string }
  | { type: "variable"; at: number; length: number; name: CustomVariableName; fallback: string | null }
  | { type: "if"; at: number; length: number; name: CustomVariableName }
  | { type: "end"; at: number; length: number };

/** A template cut into pieces, and what is wrong with it as such. */
export type ParsedTemplate = { pieces: readonly Piece[]; findings: readonly Finding[] };

const TOKEN = /\{\{([^{}\r\n]*)\}\}/g;
const NAME = "([A-Za-z][A-Za-z0-9_.]{0,63})";
const VARIABLE = new RegExp(`^${NAME}(?:\\s*\\|\\s*fallback:\\s*"([^"<>]{0,100})")?$`);
const CONDITION = new RegExp(`^#if\\s+${NAME}$`);

const TOKENS_MAX = 200;
const DEPTH_MAX = 4;

/** Characters that no template needs: controls, and what reorders or ends lines unseen. They also are what we mark with. */
const UNWANTED = /(?![\n\t])\p{Cc}|[\p{Zl}\p{Zp}\p{Co}\u202A-\u202E\u2066-\u2069]/u;

/**
 * Cuts a template at its `{{…}}`: a variable, `{{x | fallback: "there"}}`, `{{#if x}}` and `{{/if}}`, and nothing else.
 * Every finding of it is an error. In time that grows with the length alone.
 */
export function parseTemplate(source: string): ParsedTemplate {
  const pieces: Piece[] = [];
  const findings: Finding[] = [];
  const unwanted = source.search(UNWANTED);
  if (unwanted >= 0 || !source.isWellFormed()) {
    findings.push(errorAt(Math.max(0, unwanted), "There is a character here that cannot be seen: take it out"));
  }
  let from = 0;
  for (const match of source.matchAll(TOKEN)) {
    pushText(pieces, findings, source, from, match.index);
    from = match.index + match[0].length;
    if (source[match.index - 1] === "{" && source[from] === "}") {
      findings.push(errorAt(match.index, "There is no raw output: write two braces, {{ and }}"));
      continue;
    }
    const piece = readToken((match[1] ?? "").trim(), match.index, match[0].length);
    if ("message" in piece) findings.push(piece);
    else pieces.push(piece);
  }
  pushText(pieces, findings, source, from, source.length);
  findings.push(...checkBlocks(pieces));
  return { pieces, findings };
}

function pushText(pieces: Piece[], findings: Finding[], source: string, from: number, to: number): void {
  if (from === to) return;
  const text = source.slice(from, to);
  pieces.push({ type: "text", at: from, text });
  const open = text.indexOf("{{");
  if (open >= 0) findings.push(errorAt(from + open, "Close this with }} on the same line, or write one brace"));
}

function readToken(inner: string, at: number, length: number): Piece | Finding {
  if (inner === "/if") return { type: "end", at, length };
  const condition = CONDITION.exec(inner);
  const variable = VARIABLE.exec(inner);
  const written = condition?.[1] ?? variable?.[1];
  if (written === undefined) {
    const forms = 'Write {{x}}, {{x | fallback: "there"}}, {{#if x}} or {{/if}}';
    return errorAt(at, `This is not something that a template can say. ${forms}`);
  }
  const name = customVariable(written);
  if (name === null) {
    return errorAt(at, `There is no variable {{${written}}}${whatIsMeant(written)}`);
  }
  if (condition) return { type: "if", at, length, name };
  return { type: "variable", at, length, name, fallback: variable?.[2] ?? null };
}

function whatIsMeant(written: string): string {
  if (/^data\./.test(written)) return ". After data. comes one name: a letter, then letters, digits and _";
  const near = nearestVariable(written);
  return near === null ? "" : `. Did you mean {{${near}}}?`;
}

function checkBlocks(pieces: readonly Piece[]): Finding[] {
  const findings: Finding[] = [];
  const open: number[] = [];
  let tokens = 0;
  for (const piece of pieces) {
    if (piece.type !== "text") tokens += 1;
    if (piece.type === "if") open.push(piece.at);
    if (piece.type === "if" && open.length === DEPTH_MAX + 1) {
      findings.push(errorAt(piece.at, `At most ${DEPTH_MAX} {{#if}} within each other`));
    }
    if (piece.type === "end" && open.pop() === undefined) {
      findings.push(errorAt(piece.at, "There is no {{#if}} that this {{/if}} closes"));
    }
  }
  for (const at of open) findings.push(errorAt(at, "Nothing closes this {{#if}}: add {{/if}}"));
  if (tokens > TOKENS_MAX) findings.push(errorAt(0, `At most ${TOKENS_MAX} variables in one part`));
  return findings;
}

/** The template with every short spelling written out. What it cannot read it leaves as it is. */
export function writeOut(source: string): string {
  return source.replace(TOKEN, (whole, inner: string) => {
    const [, before = "", written = "", after = ""] =
      /^(\s*(?:#if\s+)?)([A-Za-z][A-Za-z0-9_.]*)(.*)$/.exec(inner) ?? [];
    const name = written === "" ? null : customVariable(written);
    return name === null ? whole : `{{${before}${name}${after}}}`;
  });
}
