import { z } from "zod";
import { environmentField, pageFields, pageOf } from "@/lib/core/wire";
import { CHANNELS, type Channel } from "@/lib/delivery/channel";
import { PART_MAX, type TemplateContent } from "./custom/content";
import type { TemplateProblem } from "./custom/problem";
import { listLocales, type OtpLocale } from "./locales";
import { SAMPLE_NAMES, type SampleName } from "./samples";

/** What a template can be for: everything that a code is asked for. */
export const TEMPLATE_PURPOSES = ["sign_in", "step_up", "transaction", "identifier"] as const;

export type TemplatePurpose = (typeof TEMPLATE_PURPOSES)[number];

/** Which template: one for each channel, purpose and language. */
export type TemplatePlace = { channel: Channel; purpose: TemplatePurpose; locale: OtpLocale };

const locales: readonly string[] = listLocales().map(({ tag }) => tag);

/** A language that the built-in messages speak, by its tag. */
const LocaleName = z.string().transform((name, issues): OtpLocale => {
  const found = listLocales().find(({ tag }) => tag === name);
  if (found) return found.tag;
  issues.addIssue({ code: "custom", message: `Must be one of ${locales.join(", ")}` });
  return z.NEVER;
});

const placeFields = { channel: z.enum(CHANNELS), purpose: z.enum(TEMPLATE_PURPOSES), locale: LocaleName } as const;

/** A path to a template. */
export const TemplateParams = z.object(placeFields);

/** A path to one of its versions; 0 is the built-in design. */
export const TemplateVersionParams = TemplateParams.extend({
  version: z
    .string()
    .regex(/^(0|[1-9]\d{0,8})$/)
    .transform(Number),
});

const written = (max: number) =>
  z
    .string()
    .max(max)
    .transform((text) => text.replace(/\r\n?/g, "\n"));

/** What is in a template. Only an email has a subject, a preheader and HTML. */
export const Content = z
  .strictObject({
    subject: written(PART_MAX.subject).nullable().optional(),
    preheader: written(PART_MAX.preheader).nullable().optional(),
    html: written(PART_MAX.html).nullable().optional(),
    text: written(PART_MAX.text),
  })
  .transform(
    (content): TemplateContent => ({
      subject: content.subject ?? null,
      preheader: content.preheader ?? null,
      html: content.html ?? null,
      text: content.text,
    }),
  );

const Version = z.int().min(0).max(2_147_483_646);
const Note = z
  .string()
  .trim()
  .max(200)
  .regex(/^\P{Cc}*$/u, "Must not contain control characters");

/** Publishes a template on the version that was read; null for the built-in design. */
export const PublishTemplateBody = z
  .strictObject({
    version: Version.meta({ description: "The version that was read; 0 where nothing was published yet." }),
    content: Content.nullable(),
    note: Note.optional(),
  })
  .transform(({ note, ...body }) => ({ ...body, note: note || null }));

export type PublishTemplateInput = z.output<typeof PublishTemplateBody>;

/** Saves a draft over the one that was read. Nothing is sent from it, so it may have errors. */
export const SaveDraftBody = z
  .strictObject({
    revision: Version.meta({ description: "The draft's revision that was read; 0 where there was none." }),
    based_on: Version.meta({ description: "The published version that it started from." }),
    content: Content,
  })
  .transform(({ based_on: basedOn, ...body }) => ({ ...body, basedOn }));

export type SaveDraftInput = z.output<typeof SaveDraftBody>;

/** Does away with a draft: with the one that was read, where its revision is given. */
export const DiscardDraftQuery = z
  .strictObject({
    environment_id: environmentField,
    revision: z
      .string()
      .regex(/^(0|[1-9]\d{0,9})$/)
      .transform(Number)
      .pipe(Version)
      .optional()
      .meta({ description: "The revision that was read; any other draft stays. Without one it goes whichever it is." }),
  })
  .transform(({ environment_id, revision }) => ({ environmentId: environment_id ?? null, revision }));

/** Makes an earlier version the next one. */
export const RestoreTemplateBody = z.strictObject({ version: Version.optional() });

/** A list of versions. */
export const TemplateVersionsQuery = z
  .strictObject({ ...pageFields, environment_id: environmentField })
  .transform(({ environment_id, ...page }) => ({ ...pageOf(page), environmentId: environment_id ?? null }));

const contentField = Content.optional().meta({ description: "The draft, else what is published, unless given." });

/** Renders a template with made-up values. */
export const PreviewTemplateBody = z
  .strictObject({ ...placeFields, content: contentField, sample: z.enum(SAMPLE_NAMES).optional() })
  .transform(({ sample, content, ...place }) => ({ place, content: content ?? null, sample: sample ?? "full" }));

export type PreviewInput = { place: TemplatePlace; content: TemplateContent | null; sample: SampleName };

/** Sends a template with a made-up code. */
export const SendTestBody = z
  .strictObject({
    ...placeFields,
    content: contentField,
    to: z.string().trim().min(1).max(320).meta({ description: "In live the email address of a member." }),
  })
  .transform(({ to, content, ...place }) => ({ place, content: content ?? null, to }));

export type SendTestInput = { place: TemplatePlace; content: TemplateContent | null; to: string };

/** The published side of a template. */
export type Published = {
  version: number;
  own: boolean;
  author: string | null;
  note: string | null;
  publishedAt: Date | null;
};

export type Draft = {
  revision: number;
  basedOn: number;
  content: TemplateContent;
  author: string;
  updatedAt: Date;
  problems: readonly TemplateProblem[];
};

export type TemplateEntry = Omit<TemplatePlace, "purpose" | "locale"> & {
  purpose: TemplatePurpose;
  locale: string;
} & Published & {
    draft: boolean;
  };

export type Template = TemplatePlace &
  Published & { content: TemplateContent; problems: readonly TemplateProblem[]; draft: Draft | null };

export type TemplateVersion = { version: number; own: boolean; author: string; note: string | null; publishedAt: Date };

/** A line of a part that stayed, came or went. */
export type ChangedLine = { kind: "same" | "added" | "removed"; text: string };

/** What became of a part. `tooLarge`: more differs than is compared line by line, so there are no lines. */
export type PartChange = { part: TemplateProblem["part"]; lines: readonly ChangedLine[]; tooLarge: boolean };

export type WholeTemplateVersion = TemplateVersion & {
  content: TemplateContent | null;
  changes: readonly PartChange[];
};

export type Preview = {
  rendered: TemplateContent | null;
  fromName: string;
  sms: { encoding: string; characters: number; segments: number } | null;
  problems: readonly TemplateProblem[];
};
