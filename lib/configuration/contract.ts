import { z } from "zod";
import { BrandName } from "@/lib/core/brand-name";
import { environmentField, Locale, pageFields, pageOf, Timestamp, timestamp, Uuid } from "@/lib/core/wire";
import type { Brand } from "@/lib/ports";
import {
  type SettingChange,
  type Settings,
  SettingsPatch,
  SettingsReply,
  type SystemSettings,
  SystemSettingsPatch,
  SystemSettingsReply,
} from "@/lib/settings";

const Version = z.int("Must be a whole number").min(0).max(2_147_483_646);
const version = Version.meta({ description: "The version that was read. Another one's change since then is a 409." });

/** All settings of an environment, and the version they are of; 0 where nobody has changed any. */
export const ConfigurationReply = z.object({ version: z.int(), settings: SettingsReply }).meta({ id: "Configuration" });

/** Changes settings: the groups that change, and of these the fields that change. */
export const UpdateConfigurationBody = z.strictObject({ version, settings: SettingsPatch });

export type UpdateSettingsInput = z.output<typeof UpdateConfigurationBody>;

/** Settings of an environment, of one version. */
export type VersionedSettings = { version: number; settings: Settings };

/** Settings on the wire. */
export function presentConfiguration(read: VersionedSettings): z.input<typeof ConfigurationReply> {
  return { version: read.version, settings: read.settings };
}

/** A version that an earlier run of the same request made. Null where it has made none. */
export function presentMade(made: VersionedSettings | null): z.input<typeof ConfigurationReply> | null {
  return made && presentConfiguration(made);
}

const Change = z.object({ path: z.string(), before: z.unknown(), after: z.unknown() }).meta({ id: "SettingChange" });

const VersionReply = z
  .object({
    version: z.int(),
    author: z.string().meta({ description: "`key:<id>`, `member:<id>`, `operator` or `system`." }),
    note: z.string().nullable(),
    created_at: Timestamp,
    changes: z.array(Change).meta({ description: "Against the version before." }),
  })
  .meta({ id: "ConfigurationVersion" });

/** Versions of an environment's settings, newest first. */
export const VersionsReply = z.object({ data: z.array(VersionReply), next_cursor: z.string().nullable() });

/** One version with all its settings. */
export const WholeVersionReply = VersionReply.extend({ settings: SettingsReply }).meta({
  id: "WholeConfigurationVersion",
});

/** One version of an environment's settings. */
export type SettingsVersion = {
  version: number;
  author: string;
  note: string | null;
  createdAt: Date;
  changes: readonly SettingChange[];
};

function presentVersion(read: SettingsVersion): z.input<typeof VersionReply> {
  return {
    version: read.version,
    author: read.author,
    note: read.note,
    created_at: timestamp(read.createdAt),
    changes: [...read.changes],
  };
}

/** A page of versions on the wire. */
export function presentVersions(page: {
  data: readonly SettingsVersion[];
  nextCursor: string | null;
}): z.input<typeof VersionsReply> {
  return { data: page.data.map(presentVersion), next_cursor: page.nextCursor };
}

/** One version with all its settings on the wire. */
export function presentWholeVersion(read: SettingsVersion & { settings: Settings }): z.input<typeof WholeVersionReply> {
  return { ...presentVersion(read), settings: read.settings };
}

/** A path that names a version. */
export const VersionParams = z.object({
  version: z
    .string()
    .regex(/^(0|[1-9]\d{0,8})$/)
    .transform(Number),
});

/** Restores an earlier version. */
export const RestoreBody = z.strictObject({ version: version.optional() });

/** Copies the settings of another environment of the customer. */
export const CopyBody = z
  .strictObject({
    from_environment_id: Uuid.optional().meta({ description: "The project's other environment unless given." }),
    dry_run: z.boolean().optional().meta({ description: "Only says what would change." }),
    version: version.optional(),
  })
  .transform((body) => ({
    fromEnvironmentId: body.from_environment_id ?? null,
    dryRun: body.dry_run ?? false,
    version: body.version,
  }));

export type CopySettingsInput = z.output<typeof CopyBody>;

/** What differs, and the version that the environment is at now. */
export const CopyReply = z.object({ version: z.int(), changes: z.array(Change) });

/** What was or would be copied. */
export type CopiedSettings = { version: number; changes: readonly SettingChange[] };

/** A copy on the wire. */
export function presentCopy(copied: CopiedSettings): z.input<typeof CopyReply> {
  return { version: copied.version, changes: [...copied.changes] };
}

const HOST = /^(?=.{1,253}$)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)+$/;

const OneLine = z.string().regex(/^[^\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]*$/u, "Must be one line");

const LOGO_MAX = 1_024;

/** Where a logo is: mail programs load it themselves, over https alone, and it must read the same in every one of them. */
const LogoUrl = z
  .string()
  .trim()
  .max(LOGO_MAX)
  .regex(
    /^https:\/\/[A-Za-z0-9.-]+(?::\d{1,5})?\/[A-Za-z0-9._~:/?#[\]@!$&()*+,;=%-]*$/,
    "Must be an https address of an image",
  )
  .refine((url) => URL.canParse(url), "Must be an https address of an image");

const Accent = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^#[0-9a-f]{6}$/, "Must be a colour such as #0a7d3c");

/** Changes what messages carry of the project's brand, and whether the subject has the code. Null takes a field away. */
export const UpdateBrandBody = z
  .strictObject({
    name: BrandName.optional(),
    support_email: z.email("Must be an email address").max(254).nullable().optional(),
    postal_address: OneLine.trim().min(1, "Must not be empty").max(200).nullable().optional(),
    domain: z
      .string()
      .trim()
      .toLowerCase()
      .regex(HOST, "Must be a domain such as example.com")
      .nullable()
      .optional()
      .meta({
        description:
          "Where people enter the code. In live, text messages bind the code to it once it, or a name of the same registered domain, is verified.",
      }),
    logo_url: LogoUrl.nullable().optional(),
    accent: Accent.nullable().optional(),
    locale: Locale.nullable()
      .optional()
      .meta({ description: "The language of messages to those of whom no other is known." }),
    code_in_subject: z.boolean().optional(),
  })
  .refine((body) => Object.keys(body).length > 0, "Must name what changes")
  .transform((body) => ({
    brand: {
      ...(body.name !== undefined && { name: body.name }),
      ...(body.support_email !== undefined && { supportEmail: body.support_email }),
      ...(body.postal_address !== undefined && { postalAddress: body.postal_address }),
      ...(body.domain !== undefined && { domain: body.domain }),
      ...(body.logo_url !== undefined && { logoUrl: body.logo_url }),
      ...(body.accent !== undefined && { accent: body.accent }),
      ...(body.locale !== undefined && { locale: body.locale }),
    },
    codeInSubject: body.code_in_subject,
  }));

/** What changes of the brand: the fields that are named. */
export type UpdateBrandInput = { brand: Partial<Brand>; codeInSubject?: boolean | undefined };

/** What messages carry of the project's brand. */
export const BrandReply = z
  .object({
    name: z.string(),
    support_email: z.string().nullable(),
    postal_address: z.string().nullable(),
    domain: z.string().nullable(),
    logo_url: z.string().nullable(),
    accent: z.string().nullable(),
    locale: z.string().nullable(),
    code_in_subject: z.boolean(),
  })
  .meta({ id: "Brand" });

/** The brand on the wire. */
export function presentBrand(read: { brand: Brand; codeInSubject: boolean }): z.input<typeof BrandReply> {
  const { brand } = read;
  return {
    name: brand.name,
    support_email: brand.supportEmail,
    postal_address: brand.postalAddress,
    domain: brand.domain,
    logo_url: brand.logoUrl,
    accent: brand.accent,
    locale: brand.locale,
    code_in_subject: read.codeInSubject,
  };
}

/** The operator's settings and their version. */
export const SystemReply = z.object({ version: z.int(), settings: SystemSettingsReply }).meta({ id: "System" });

/** Changes the operator's settings: those that are named. */
export const UpdateSystemBody = z.strictObject({ version, settings: SystemSettingsPatch });

export type UpdateSystemInput = z.output<typeof UpdateSystemBody>;

/** The operator's settings on the wire. */
export function presentSystem({ version: of, ...settings }: SystemSettings): z.input<typeof SystemReply> {
  return { version: of, settings };
}

/** What an earlier run of the same request copied. Null where it has not. */
export function presentCopied(copied: CopiedSettings | null): z.input<typeof CopyReply> | null {
  return copied && presentCopy(copied);
}

/** A list of versions: the operator names the environment. */
export const VersionPageQuery = z
  .strictObject({
    ...pageFields,
    environment_id: environmentField,
  })
  .transform((query) => ({ ...pageOf(query), environmentId: query.environment_id ?? null }));
