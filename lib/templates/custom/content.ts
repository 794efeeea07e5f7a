import { z } from "zod";
import type { Channel } from "@/lib/delivery/channel";
import type { TemplatePart } from "./problem";

/** A customer's own template. Only an email has a subject, a preheader and HTML; every channel has a text. */
export type TemplateContent = {
  subject: string | null;
  preheader: string | null;
  html: string | null;
  text: string;
};

const StoredContent = z.object({
  subject: z.string().nullable(),
  preheader: z.string().nullable(),
  html: z.string().nullable(),
  text: z.string(),
});

/** A template as it is stored; null for one that says that the built-in design is sent. */
export function readContent(stored: unknown): TemplateContent | null {
  return stored === null || stored === undefined ? null : StoredContent.parse(stored);
}

/** How long each part may be, in characters. */
export const PART_MAX = { subject: 200, preheader: 200, html: 60_000, text: 10_000 } as const satisfies Record<
  TemplatePart,
  number
>;

/** How long the text of a channel may be. A text message is cut into segments, and each of them is paid for. */
const TEXT_MAX: Readonly<Record<Channel, number>> = {
  email: PART_MAX.text,
  sms: 480,
  voice: 1_000,
  whatsapp: 1_000,
  discord: 1_500,
  hook: 2_000,
};

/** How long that part of a template for a channel may be, in characters. */
export function partMax(channel: Channel, part: TemplatePart): number {
  return part === "text" ? TEXT_MAX[channel] : PART_MAX[part];
}

/** The parts that a channel has, in the order in which they are written. */
export function partsOf(channel: Channel): readonly TemplatePart[] {
  return channel === "email" ? ["subject", "preheader", "html", "text"] : ["text"];
}
