import { type CustomVariableName, isCode, isData } from "./custom-variables";
import { errorAt, type Finding } from "./problem";

/**
 * A text as a reader sees it, cut into what is always there, what it is filled with or what stands there instead, and where
 * something begins and ends that may be left out.
 */
export type SeenText = readonly (
  | string
  | { name: CustomVariableName; at: number; fallback: string | null }
  | { block: "if" | "end" }
)[];

/** Variables that are addresses of the web or of a mailbox when they are filled in, or that somebody may write one into. */
const ADDRESSES: ReadonlySet<CustomVariableName> = new Set([
  "app.domain",
  "app.logo_url",
  "app.support_email",
  "recipient.email",
  "recipient.name",
]);

const LINKED = /[/\\@]|www\.|[\p{L}\p{N}-]\.\p{L}{2,}/iu;

/** A word as it may read: whether there is a link in it so far, how it ends, and the places of the code in it. */
type Word = { readonly linked: boolean; readonly end: string; readonly codes: readonly number[] };

const NOTHING: Word = { linked: false, end: "", codes: [] };

/** What of a word's end can be the beginning of a link, in UTF-16 units. */
const END_LENGTH = 8;

/** In how many ways a word may read. With more it is taken for a link. */
const READINGS_MAX = 16;

/**
 * Refuses a code that stands in one word with something that a mail program, a phone or a chat makes a link of, whatever is
 * empty or left out. A scanner that follows such a link has the code, and so has whoever runs the site.
 */
export function checkCodeLinks(text: SeenText): Finding[] {
  const found = new Set<number>();
  const blocks: (readonly Word[])[] = [];
  let words: readonly Word[] = [NOTHING];
  const end = () => {
    for (const { linked, codes } of words) if (linked) for (const at of codes) found.add(at);
    words = [NOTHING];
  };
  for (const piece of text) {
    if (typeof piece === "string") {
      for (const [index, part] of piece.split(/\s/).entries()) {
        if (index > 0) end();
        words = words.map((word) => longer(word, part));
      }
    } else if ("block" in piece) {
      if (piece.block === "if") blocks.push(words);
      else words = readingsOf([...(blocks.pop() ?? []), ...words]);
    } else {
      words = words.map((word) => filled(word, piece));
    }
  }
  end();
  return [...found].map((at) => errorAt(at, "The code stands in something that becomes a link: put a space around it"));
}

function longer(word: Word, part: string): Word {
  if (part === "") return word;
  const text = word.end + part;
  return { ...word, linked: word.linked || LINKED.test(text), end: text.slice(-END_LENGTH) };
}

// Filled, it parts nothing and is no letter of a host name. Empty, there is its fallback, or what is on both sides of it is
// one. Only the code is never empty.
function filled(
  word: Word,
  { name, at, fallback }: { name: CustomVariableName; at: number; fallback: string | null },
): Word {
  if (isCode(name)) return longer({ ...word, codes: [...word.codes, at] }, "\u0000");
  const linked = word.linked || ADDRESSES.has(name) || isData(name);
  return longer({ ...word, linked }, (fallback ?? "").replace(/\s/g, "\u0000"));
}

/** Each once. */
function readingsOf(words: readonly Word[]): readonly Word[] {
  const known = new Map(words.map((word) => [`${word.linked} ${word.codes.join()} ${word.end}`, word]));
  if (known.size <= READINGS_MAX) return [...known.values()];
  return [{ linked: true, end: "", codes: [...new Set(words.flatMap(({ codes }) => codes))] }];
}
