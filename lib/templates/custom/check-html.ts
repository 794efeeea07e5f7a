import { Parser } from "htmlparser2";
import { ELEMENTS, INLINE, REFUSED_ELEMENTS } from "./allowed-html";
import { checkCodeLinks, type SeenText } from "./check-code-links";
import { createContrastCheck } from "./check-contrast";
import { isCode } from "./custom-variables";
import { type ReadAttribute, whyNotAttribute, whyNotStyle } from "./html-attributes";
import type { Piece } from "./parse-template";
import { errorAt, type Finding, warningAt } from "./problem";

type Token = Exclude<Piece, { type: "text" }>;

/** How deep elements may stand within each other: no mail is, and everything here is looked for through all of them. */
const NESTED_MAX = 100;

const hasFallback = (token: Token) => token.type === "variable" && token.fallback !== null;

const OPEN = "\uE000";
const FILL = "\uE001";
const MARK = /\uE000(\d+)\uE001+/;

/** Every variable as a mark of its length, so that places stay what they are. Templates have no private characters. */
function markTokens(source: string, tokens: readonly Token[]): string {
  let marked = "";
  for (const [index, { at, length }] of tokens.entries()) {
    marked += source.slice(marked.length, at);
    marked += `${OPEN}${index}`.padEnd(length, FILL);
  }
  return marked + source.slice(marked.length);
}

// One tag, comment or doctype, as every program reads it alike: what they read differently is where things hide.
const TAG =
  /<(?:!doctype[^<>]*>|!--(?:(?!--)[^<>])*-->|\/[a-z][a-z0-9]*[ \t\n]*>|[a-z][a-z0-9]*(?:[ \t\n]+[a-z][a-z0-9:-]*(?:[ \t\n]*=[ \t\n]*(?:"[^"<>]*"|'[^'<>]*'|[^ \t\n"'<>=`/]+))?)*[ \t\n]*\/?>)/iy;

function checkTags(marked: string): Finding[] {
  const findings: Finding[] = [];
  for (let at = marked.indexOf("<"); at >= 0 && findings.length < 20; at = marked.indexOf("<", at + 1)) {
    TAG.lastIndex = at;
    if (!TAG.test(marked)) {
      const message = marked.startsWith("<!--", at)
        ? "Comments with conditions or tags in them are not allowed"
        : "This tag cannot be read: put its values in quotes, and write &lt; and &gt; for the signs themselves";
      findings.push(errorAt(at, message));
    }
  }
  return findings;
}

/**
 * What is wrong with the HTML of a mail. Only elements and attributes that mails are made of, no scripts, forms or links
 * that carry the code; a variable stands in text or in a quoted attribute that cannot lead anywhere; what `{{#if}}` opens
 * it closes, so that leaving it out changes nothing around it. Warnings: alt, lang, dark mode, contrast.
 */
export function checkHtml(source: string, pieces: readonly Piece[]): Finding[] {
  const tokens = pieces.filter((piece) => piece.type !== "text");
  const marked = markTokens(source, tokens);
  const tags = checkTags(marked);
  return tags.length > 0 ? tags : readDocument(marked, tokens);
}

function readDocument(marked: string, tokens: readonly Token[]): Finding[] {
  const findings: Finding[] = [];
  const seen: SeenText[number][] = [];
  const met = new Set<number>();
  const stack: string[] = [];
  const open = new Map<string, number>();
  const blocks: { depth: number; least: number }[] = [];
  const contrast = createContrastCheck();
  let codeAlways = false;
  let hasImageWithoutAlt: number | null = null;
  let hasLang = false;
  let hasDark = false;
  let tooDeep: number | null = null;

  const count = (name: string, by: 1 | -1) => open.set(name, (open.get(name) ?? 0) + by);
  const within = (name: string) => (open.get(name) ?? 0) > 0;
  const refuse = (message: string) => findings.push(errorAt(parser.startIndex, message));
  const cut = (text: string): { literals: string[]; met: Token[] } => {
    const literals = [""];
    const found: Token[] = [];
    for (const [index, part] of text.split(MARK).entries()) {
      const token = index % 2 === 1 ? tokens[Number(part)] : undefined;
      if (index % 2 === 0) literals[literals.length - 1] += part;
      if (!token) continue;
      met.add(Number(part));
      found.push(token);
      literals.push("");
    }
    return { literals, met: found };
  };
  const textToken = (token: Token) => {
    if (token.type === "if") blocks.push({ depth: stack.length, least: stack.length });
    if (token.type === "end") {
      const block = blocks.pop();
      const balanced = block === undefined || (block.depth === stack.length && block.least >= block.depth);
      if (!balanced)
        findings.push(errorAt(token.at, "Close before {{/if}} what was opened after {{#if}}, and nothing else"));
    }
    if (token.type !== "variable") {
      seen.push({ block: token.type });
      return;
    }
    seen.push({ name: token.name, at: token.at, fallback: token.fallback });
    if (!isCode(token.name)) return;
    if (within("a"))
      findings.push(errorAt(token.at, "The code must not be inside a link: whoever follows it has the code"));
    if (blocks.length === 0 && token.name === "code" && !within("title")) codeAlways = true;
  };

  const parser = new Parser(
    {
      onopentagname(name) {
        if (!ELEMENTS.has(name)) refuse(REFUSED_ELEMENTS[name] ?? `The element ${name.slice(0, 40)} is not allowed`);
        stack.push(name);
        count(name, 1);
        if (stack.length > NESTED_MAX) {
          tooDeep ??= parser.startIndex;
          parser.pause();
        }
        if (!INLINE.has(name)) seen.push("\n");
      },
      onattribute(name, value, quote) {
        const { literals, met: found } = cut(value);
        const element = stack.at(-1) ?? "";
        if (found.some(({ type }) => type !== "variable")) return refuse("{{#if}} and {{/if}} belong between tags");
        if (found.some(hasFallback)) return refuse("A fallback belongs in the text, not in an attribute");
        const names = found.flatMap((token) => (token.type === "variable" ? [token.name] : []));
        const attribute: ReadAttribute = { name, quote, literals, names };
        const why = whyNotAttribute(element, attribute);
        if (why !== null) refuse(why);
      },
      onopentag(name, attributes) {
        if (name === "html" && attributes.lang) hasLang = true;
        if (name === "meta" && /^(supported-)?color-schemes?$/i.test(attributes.name ?? "")) hasDark = true;
        if (name === "img" && attributes.alt === undefined) hasImageWithoutAlt ??= parser.startIndex;
        contrast.open(name, attributes);
      },
      onclosetag(name) {
        const at = stack.lastIndexOf(name);
        if (at >= 0) for (const closed of stack.splice(at)) count(closed, -1);
        for (const block of blocks) block.least = Math.min(block.least, stack.length);
        if (!INLINE.has(name)) seen.push("\n");
        contrast.close(name);
      },
      ontext(text) {
        const { literals, met: found } = cut(text);
        if (within("style")) {
          const names = found.flatMap((token) => (token.type === "variable" ? [token.name] : []));
          const why = found.length > names.length ? "{{#if}} cannot stand in a style" : whyNotStyle(text, names);
          if (why !== null) refuse(why);
          if (found.some(hasFallback)) refuse("A fallback belongs in the text, not in a style");
          if (/color-scheme/i.test(text)) hasDark = true;
          return;
        }
        if (within("title") && (found.some(({ type }) => type !== "variable") || text.includes("<"))) {
          return refuse("A title is text and variables alone");
        }
        for (const [index, literal] of literals.entries()) {
          seen.push(literal);
          const token = found[index];
          if (token) textToken(token);
        }
        if (text.trim() === "" || within("title")) return;
        const ratio = contrast.lowest();
        if (ratio !== null) findings.push(warningAt(parser.startIndex, lowContrast(ratio)));
      },
    },
    { decodeEntities: true, lowerCaseTags: true, lowerCaseAttributeNames: true },
  );
  parser.end(marked);
  if (tooDeep !== null) return [errorAt(tooDeep, `At most ${NESTED_MAX} elements within each other`)];

  for (const [index, { at }] of tokens.entries()) {
    if (!met.has(index)) findings.push(errorAt(at, "A variable cannot stand here: only in text or in a quoted value"));
  }
  findings.push(...checkCodeLinks(seen));
  if (!codeAlways)
    findings.push(errorAt(bodyOf(marked), "The code is missing: put {{code}} in the text, outside {{#if}}"));
  if (hasImageWithoutAlt !== null) {
    findings.push(warningAt(hasImageWithoutAlt, "An image has no alt: readers without images see nothing"));
  }
  if (!hasLang)
    findings.push(warningAt(0, 'The html element has no lang: write <html lang="{{locale}}" dir="{{dir}}">'));
  if (!hasDark)
    findings.push(warningAt(0, 'Nothing is said of dark mode: add <meta name="color-scheme" content="light dark">'));
  return findings;
}

function bodyOf(marked: string): number {
  return Math.max(0, marked.search(/<body[\s>]/i));
}

function lowContrast(ratio: number): string {
  return `The contrast of this text is ${ratio.toFixed(1)} to 1: at least 4.5 can be read by everybody`;
}
