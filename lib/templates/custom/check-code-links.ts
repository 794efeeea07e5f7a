import { type CustomVariableName, isCode } from "./custom-variables";
import { errorAt, type Finding } from "./problem";

/** A text as a reader sees it, cut into what is always there and what it is filled with. */
export type SeenText = readonly (string | { name: CustomVariableName; at: number })[];

/** Variables that are addresses of the web or of a mailbox when they are filled in. */
const ADDRESSES: ReadonlySet<CustomVariableName> = new Set([
  "app.domain",
  "app.logo_url",
  "app.support_email",
  "recipient.email",
]);

const LINKED = /[/\\@]|www\.|[\p{L}\p{N}-]\.\p{L}{2,}/iu;

/**
 * Refuses a code that stands in one word with something that a mail program, a phone or a chat makes a link of. A scanner
 * that follows such a link has the code, and so has whoever runs the site.
 */
export function checkCodeLinks(text: SeenText): Finding[] {
  const findings: Finding[] = [];
  let word: { linked: boolean; text: string; codes: number[] } = { linked: false, text: "", codes: [] };
  const end = () => {
    if (word.linked || LINKED.test(word.text)) {
      const message = "The code stands in something that becomes a link: put a space around it";
      findings.push(...word.codes.map((at) => errorAt(at, message)));
    }
    word = { linked: false, text: "", codes: [] };
  };
  for (const piece of text) {
    if (typeof piece === "string") {
      for (const [index, part] of piece.split(/\s/).entries()) {
        if (index > 0) end();
        word.text += part;
      }
      continue;
    }
    if (isCode(piece.name)) word.codes.push(piece.at);
    if (ADDRESSES.has(piece.name)) word.linked = true;
    // Whatever it is filled with: it parts nothing, and is no letter of a host name.
    word.text += "\u0000";
  }
  end();
  return findings;
}
