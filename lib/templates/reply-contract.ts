import { z } from "zod";
import { optionalTimestamp, Timestamp, timestamp } from "@/lib/core/wire";
import { CHANNELS } from "@/lib/delivery/channel";
import {
  type Draft,
  type Preview,
  type Published,
  TEMPLATE_PURPOSES,
  type Template,
  type TemplateEntry,
  type TemplateVersion,
  type WholeTemplateVersion,
} from "./contract";
import { TEMPLATE_PARTS } from "./custom/problem";

const ContentReply = z
  .object({
    subject: z.string().nullable(),
    preheader: z.string().nullable(),
    html: z.string().nullable(),
    text: z.string(),
  })
  .meta({ id: "TemplateContent" });

const Problem = z
  .object({
    part: z.enum(TEMPLATE_PARTS),
    line: z.int(),
    severity: z.enum(["error", "warning"]),
    message: z.string(),
  })
  .meta({ id: "TemplateProblem" });

const placeReply = { channel: z.enum(CHANNELS), purpose: z.enum(TEMPLATE_PURPOSES), locale: z.string() } as const;
const publishedReply = {
  version: z.int().meta({ description: "0: nobody has published one." }),
  own: z.boolean().meta({ description: "False: the built-in design is sent." }),
  author: z.string().nullable(),
  note: z.string().nullable(),
  published_at: Timestamp.nullable(),
} as const;

/** The templates that somebody has published or is working on; every other one is the built-in design. */
export const TemplatesReply = z.object({
  data: z.array(z.object({ ...placeReply, ...publishedReply, draft: z.boolean() }).meta({ id: "TemplateEntry" })),
  next_cursor: z.string().nullable(),
});

const DraftReply = z
  .object({
    revision: z.int().meta({ description: "Another one with every save. A new draft begins at any number." }),
    based_on: z.int(),
    content: ContentReply,
    author: z.string(),
    updated_at: Timestamp,
    problems: z.array(Problem),
  })
  .meta({ id: "TemplateDraft" });

/** A template: what is sent, and what somebody is working on. */
export const TemplateReply = z
  .object({
    ...placeReply,
    ...publishedReply,
    content: ContentReply.meta({ description: "The built-in design where no other is published." }),
    problems: z.array(Problem).meta({ description: "What its readers may notice." }),
    draft: DraftReply.nullable(),
  })
  .meta({ id: "Template" });

export const DraftSavedReply = DraftReply;

const Line = z.object({ kind: z.enum(["same", "added", "removed"]), text: z.string() });

const VersionReply = z.object({ ...publishedReply, published_at: Timestamp, author: z.string() });

/** Versions of a template, newest first. */
export const TemplateVersionsReply = z.object({
  data: z.array(VersionReply.meta({ id: "TemplateVersion" })),
  next_cursor: z.string().nullable(),
});

/** One version, and what it changed. */
export const WholeTemplateVersionReply = VersionReply.extend({
  content: ContentReply.nullable().meta({ description: "Null: the built-in design." }),
  changes: z
    .array(
      z.object({
        part: z.enum(TEMPLATE_PARTS),
        lines: z.array(Line),
        too_large: z.boolean().meta({ description: "More differs than is compared line by line: there are no lines." }),
      }),
    )
    .meta({ description: "Against the version before, by line; parts that stayed the same are left out." }),
}).meta({ id: "WholeTemplateVersion" });

/** What a message would look like. */
export const PreviewReply = z
  .object({
    rendered: ContentReply.omit({ preheader: true })
      .extend({ preheader: z.string().nullable() })
      .nullable()
      .meta({ description: "Null while something keeps it from being published." }),
    from_name: z.string(),
    sms: z
      .object({ encoding: z.string(), characters: z.int(), segments: z.int() })
      .nullable()
      .meta({ description: "How a text message is cut and counted." }),
    problems: z.array(Problem),
  })
  .meta({ id: "TemplatePreview" });

/** What became of a test message. */
export const TestSentReply = z.object({
  message_id: z.uuid(),
  sent_to: z.enum(["mailbox", "provider"]),
});

function presentPublished({ publishedAt, version, own, author, note }: Published) {
  return { version, own, author, note, published_at: optionalTimestamp(publishedAt) };
}

/** The list on the wire. It has no second page: an environment has few. */
export function presentTemplates(entries: readonly TemplateEntry[]): z.input<typeof TemplatesReply> {
  const data = entries.map(({ channel, purpose, locale, draft, ...published }) => {
    return { channel, purpose, locale, ...presentPublished(published), draft };
  });
  return { data, next_cursor: null };
}

/** A draft on the wire. */
export function presentDraft({ basedOn, updatedAt, ...draft }: Draft): z.input<typeof DraftReply> {
  return { ...draft, problems: [...draft.problems], based_on: basedOn, updated_at: timestamp(updatedAt) };
}

/** A template on the wire. */
export function presentTemplate(template: Template): z.input<typeof TemplateReply> {
  const { channel, purpose, locale, content, problems, draft } = template;
  const published = presentPublished(template);
  const place = { channel, purpose, locale };
  return { ...place, ...published, content, problems: [...problems], draft: draft && presentDraft(draft) };
}

function presentVersion({ version, own, author, note, publishedAt }: TemplateVersion): z.input<typeof VersionReply> {
  return { version, own, author, note, published_at: timestamp(publishedAt) };
}

/** A page of versions on the wire. */
export function presentTemplateVersions(page: {
  data: readonly TemplateVersion[];
  nextCursor: string | null;
}): z.input<typeof TemplateVersionsReply> {
  return { data: page.data.map(presentVersion), next_cursor: page.nextCursor };
}

/** One version on the wire. */
export function presentWholeTemplateVersion(read: WholeTemplateVersion): z.input<typeof WholeTemplateVersionReply> {
  const changes = read.changes.map(({ part, lines, tooLarge }) => ({ part, lines: [...lines], too_large: tooLarge }));
  return { ...presentVersion(read), content: read.content, changes };
}

/** A preview on the wire. */
export function presentPreview({ rendered, fromName, sms, problems }: Preview): z.input<typeof PreviewReply> {
  return { rendered, from_name: fromName, sms, problems: [...problems] };
}

/** What an earlier run of the same request published. Null where it has not. */
export function presentTemplateMade(made: Template | null): z.input<typeof TemplateReply> | null {
  return made && presentTemplate(made);
}

/** A test message on the wire. */
export function presentTestSent(sent: {
  messageId: string;
  sentTo: "mailbox" | "provider";
}): z.input<typeof TestSentReply> {
  return { message_id: sent.messageId, sent_to: sent.sentTo };
}
