import type { Template as StoredTemplate } from "@/lib/templates/contract";

/** What is in a template. */
export type Content = StoredTemplate["content"];
export type Part = "subject" | "preheader" | "html" | "text";
export type Problem = StoredTemplate["problems"][number];

/** What a message looks like with made-up values; null while an error keeps it from being shown. */
export type Preview = {
  subject: string | null;
  preheader: string | null;
  text: string;
  sms: { encoding: string; characters: number; segments: number } | null;
} | null;

/** A draft that was saved. */
export type Saved = { kind: "saved"; revision: number; problems: readonly Problem[]; preview: Preview };

/** What somebody else saved, published or did away with meanwhile, where the draft is saved over what is no more. */
export type Theirs = {
  kind: "theirs";
  content: Content;
  /** The draft's; 0 where there is none any more, and the content is what is published. */
  revision: number;
  version: number;
  /** Null where nobody has written it: it is the built-in design. */
  author: string | null;
  at: string | null;
  /** From theirs to one's own. */
  changes: readonly Change[];
};

/** What came of publishing: the version that is live now, or the one that somebody else published meanwhile. */
export type Published = { version: number; by: { author: string; at: string } | null };

/** What a live environment sends now, and the draft that would be replaced there. */
export type LiveTemplate = {
  version: number;
  revision: number;
  draftBy: string | null;
  changes: readonly Change[];
};

/** What of a draft differs from what is sent. */
export type Change = {
  part: Part;
  lines: readonly { kind: "same" | "added" | "removed"; text: string }[];
  /** More differs than is compared line by line: there are no lines. */
  tooLarge: boolean;
};

export type Variable = { name: string; description: string; sample: string };

export type Version = { version: number; own: boolean; author: string; note: string | null; at: string };

/** Somebody at the beginning of a sentence: "You", "A secret key", "Mira". */
export function beginning(author: string | null): string {
  return author === null ? "Somebody" : `${author.slice(0, 1).toUpperCase()}${author.slice(1)}`;
}

export const PART_TITLES: Readonly<Record<Part, string>> = {
  subject: "Subject",
  preheader: "Preheader",
  html: "HTML",
  text: "Text",
};

export const SAMPLES = [
  { name: "full", title: "Everything known" },
  { name: "bare", title: "Only what has to be" },
  { name: "long", title: "As long as it gets" },
] as const;

export const CHANNEL_TITLES: Readonly<Record<string, string>> = {
  email: "Email",
  sms: "Text message",
  voice: "Voice call",
  whatsapp: "WhatsApp",
  discord: "Discord",
  hook: "Your own sender",
};

export const PURPOSE_TITLES: Readonly<Record<string, string>> = {
  sign_in: "Sign-in code",
  step_up: "Step-up code",
  transaction: "Approval code",
  identifier: "New address or number",
};
