import type { Message } from "./message";

/** One look at a mail: what was looked at, what there is, and whether a reader would notice. */
export type Check = { what: string; good: boolean; found: string };

type Mail = Pick<Message, "code" | "subject" | "text"> & { html: string };

/** Where Gmail cuts a mail off. */
const GMAIL_BYTES = 102 * 1024;
/** What a phone shows of a subject. */
const SUBJECT_SHOWN = 40;

/** What a mail would meet on its way and in mail programs: its size, links, images, HTML, text part and words. */
export function checksOf(mail: Mail): Check[] {
  return [sizeOf(mail), linksOf(mail), imagesOf(mail), htmlOf(mail), textOf(mail), subjectOf(mail), wordsOf(mail)];
}

function sizeOf({ html }: Mail): Check {
  const bytes = new TextEncoder().encode(html).length;
  const found = `${(bytes / 1024).toFixed(1)} kB. Gmail cuts a mail off at 102 kB.`;
  return { what: "Size", good: bytes < GMAIL_BYTES, found };
}

function linksOf({ html, code }: Mail): Check {
  const links = [...html.matchAll(/<a\b[^>]*?\bhref\s*=\s*["']?([^"'\s>]*)/gi)].map((match) => match[1] ?? "");
  const what = "Links";
  if (links.length === 0) return { what, good: true, found: "None: there is nothing that a scanner could follow." };
  if (code !== null && links.some((link) => link.includes(code))) {
    return { what, good: false, found: "One has the code in it: whoever follows it, a scanner too, has the code." };
  }
  return { what, good: true, found: `${counted(links.length, "link")}, none with the code: ${cut(links.join(", "))}` };
}

function imagesOf({ html }: Mail): Check {
  const images = html.match(/<img\b[^>]*>/gi) ?? [];
  const bare = images.filter((image) => !/\balt\s*=/i.test(image)).length;
  const what = "Images";
  if (images.length === 0) return { what, good: true, found: "None: it is the same with images off." };
  if (bare === 0)
    return { what, good: true, found: `${counted(images.length, "image")}, each with words in its place.` };
  return { what, good: false, found: `${bare} of ${images.length} without alt: with images off there is nothing.` };
}

/** What common mail programs leave out, and who does. */
const LEFT_OUT: readonly (readonly [RegExp, string])[] = [
  [/\bdisplay\s*:\s*(inline-)?flex\b/i, "flex (Outlook on Windows)"],
  [/\bdisplay\s*:\s*(inline-)?grid\b/i, "grid (Gmail, Outlook)"],
  [/\bposition\s*:\s*(absolute|fixed|sticky)\b/i, "position (Gmail, Outlook)"],
  [/\bbackground(-image)?\s*:[^;"']*\burl\(/i, "background images (Outlook on Windows)"],
  [/@font-face|@import/i, "fonts from elsewhere (Gmail, Outlook)"],
  [/<(svg|video|audio|form|input|iframe|script)\b/i, "elements that mail programs take out"],
];

function htmlOf({ html }: Mail): Check {
  const left = LEFT_OUT.filter(([pattern]) => pattern.test(html)).map(([, name]) => name);
  const what = "HTML and CSS";
  if (left.length === 0) return { what, good: true, found: "Nothing that common mail programs leave out." };
  return { what, good: false, found: `Not everywhere: ${left.join(", ")}.` };
}

function textOf({ text, code }: Mail): Check {
  const what = "Text part";
  if (text.trim() === "") return { what, good: false, found: "Empty: mail without one is taken for spam more often." };
  if (code !== null && !text.includes(code)) return { what, good: false, found: "The code is not in it." };
  return { what, good: true, found: code === null ? "It is there." : "It is there, with the code in one piece." };
}

function subjectOf({ subject }: Mail): Check {
  const length = Array.from(subject ?? "").length;
  const what = "Subject";
  if (length === 0) return { what, good: false, found: "Empty." };
  const found = `${counted(length, "character")}: a phone shows about the first ${SUBJECT_SHOWN}.`;
  return { what, good: length <= 2 * SUBJECT_SHOWN, found };
}

const SPAM_WORDS =
  /\b(act now|click here|congratulations|free|guaranteed?|limited time|no obligation|prize|risk[- ]free|urgent|winner|you(?:'|’)?ve won)\b/gi;

function wordsOf({ subject, text }: Mail): Check {
  const words = `${subject ?? ""}\n${text}`;
  const met = new Set([...words.matchAll(SPAM_WORDS)].map(([word]) => `“${word.toLowerCase()}”`));
  if (/!{2,}/.test(words)) met.add("“!!”");
  if (/[A-Z]/.test(subject ?? "") && !/[a-z]/.test(subject ?? "")) met.add("a subject in capitals");
  const what = "Words";
  if (met.size === 0) return { what, good: true, found: "None that spam filters look for." };
  return { what, good: false, found: `Spam filters look for ${[...met].join(", ")}.` };
}

function counted(count: number, thing: string): string {
  return `${count} ${thing}${count === 1 ? "" : "s"}`;
}

function cut(text: string): string {
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}
