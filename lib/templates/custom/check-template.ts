import type { Channel } from "@/lib/delivery/channel";
import { checkCodeLinks, type SeenText } from "./check-code-links";
import { checkHtml } from "./check-html";
import { partMax, partsOf, type TemplateContent } from "./content";
import { isCode } from "./custom-variables";
import { type Piece, parseTemplate } from "./parse-template";
import { errorAt, type Finding, problemsOf, type TemplatePart, type TemplateProblem, warningAt } from "./problem";

/** Half of what Gmail shows of a mail before it cuts it off. */
const HTML_BYTES = 51_200;
const PROBLEMS_MAX = 50;

/** What there is to say about a template: what keeps it from being published first, then what its readers would notice. */
export function checkTemplate(channel: Channel, content: TemplateContent): TemplateProblem[] {
  const problems = partsOf(channel).flatMap((part) => {
    const source = content[part] ?? "";
    return problemsOf(part, source, checkPart(channel, part, source));
  });
  const errors = problems.filter(({ severity }) => severity === "error");
  const warnings = problems.filter(({ severity }) => severity === "warning");
  return [...errors, ...warnings].slice(0, PROBLEMS_MAX);
}

function checkPart(channel: Channel, part: TemplatePart, source: string): readonly Finding[] {
  const max = partMax(channel, part);
  if (source.length > max) return [errorAt(0, `At most ${max.toLocaleString("en")} characters`)];
  const { pieces, findings } = parseTemplate(source);
  // What cannot be read cannot be judged: half of what would be said is wrong.
  if (findings.length > 0) return findings;
  if (part === "html") return [...checkHtml(source, pieces), ...checkSize(source)];
  if (part === "text") return [...checkText(pieces), ...(channel === "sms" ? checkSms(pieces) : [])];
  return checkLine(part, source, pieces);
}

/** The subject and the preheader: one line, and something in it. */
function checkLine(part: "subject" | "preheader", source: string, pieces: readonly Piece[]): Finding[] {
  const findings = checkCodeLinks(seenText(pieces));
  const end = source.indexOf("\n");
  if (end >= 0) findings.push(errorAt(end, "Must be one line"));
  if (part === "subject" && source.trim() === "") findings.push(errorAt(0, "Must not be empty"));
  return findings;
}

function checkText(pieces: readonly Piece[]): Finding[] {
  const findings = checkCodeLinks(seenText(pieces));
  let depth = 0;
  let always = false;
  for (const piece of pieces) {
    if (piece.type === "if") depth += 1;
    if (piece.type === "end") depth -= 1;
    if (piece.type === "variable" && isCode(piece.name) && depth === 0) always = true;
  }
  if (!always) findings.push(errorAt(0, "The code is missing: put {{code}} in the text, outside {{#if}}"));
  return findings;
}

/** What does not keep an @ behind it from being the first of its line. */
const BLANK = /[\s\p{Cf}]/u;

/**
 * The line that binds a code to a domain is written by us: another one would hand the code to another site. So no line may
 * begin with @, whatever is empty or left out.
 */
function checkSms(pieces: readonly Piece[]): Finding[] {
  const findings: Finding[] = [];
  const refuse = (at: number) =>
    findings.push(
      errorAt(at, "No line may begin with @: the one that binds the code to your domain is added to the text"),
    );
  // Whether something surely stands before this place on its line: here, and before each block that is open.
  let begun = false;
  let before: boolean[] = [];
  const read = (text: string, at: number) => {
    let index = at;
    for (const character of text) {
      if (character === "\n") {
        begun = false;
        before = before.map(() => false);
      } else if (!BLANK.test(character)) {
        if (character === "@" && !begun) refuse(index);
        begun = true;
      }
      index += character.length;
    }
  };
  for (const piece of pieces) {
    if (piece.type === "text") read(piece.text, piece.at);
    if (piece.type === "if") before.push(begun);
    if (piece.type === "end") begun = before.pop() ?? false;
    if (piece.type !== "variable") continue;
    const { name, at, fallback } = piece;
    if (/^[\s\p{Cf}]*@/u.test(fallback ?? "")) refuse(at);
    if (isCode(name) || !Array.from(fallback ?? "").every((character) => BLANK.test(character))) begun = true;
  }
  return findings;
}

function checkSize(source: string): Finding[] {
  const bytes = Buffer.byteLength(source);
  if (bytes <= HTML_BYTES) return [];
  return [
    warningAt(0, `${Math.round(bytes / 1024)} kB of HTML: Gmail cuts a mail off at 102 kB, and it is slow on phones`),
  ];
}

function seenText(pieces: readonly Piece[]): SeenText {
  return pieces.flatMap((piece): SeenText[number][] => {
    if (piece.type === "text") return [piece.text];
    if (piece.type === "variable") return [{ name: piece.name, at: piece.at, fallback: piece.fallback }];
    return [{ block: piece.type }];
  });
}
