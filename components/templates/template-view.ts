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
export type Saved = { revision: number; problems: readonly Problem[]; preview: Preview };

/** What of a draft differs from what is sent. */
export type Change = {
  part: Part;
  lines: readonly { kind: "same" | "added" | "removed"; text: string }[];
  /** More differs than is compared line by line: there are no lines. */
  tooLarge: boolean;
};

export type Variable = { name: string; description: string; sample: string };

export type Version = { version: number; own: boolean; author: string; note: string | null; at: string };

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
