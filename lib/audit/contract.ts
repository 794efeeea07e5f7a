import { z } from "zod";
import {
  environmentField,
  IpAddress,
  Moment,
  optionalTimestamp,
  pageFields,
  pageOf,
  Timestamp,
  timestamp,
  Uuid,
} from "@/lib/core/wire";

const Text = z.string().trim().min(1).max(100);

const EXPORTS = ["json", "csv", "jsonl"] as const;

/** Which entries, and whether as pages or as a file. */
export const AuditQuery = z
  .strictObject({
    ...pageFields,
    type: z
      .string()
      .regex(/^[a-z_]{1,40}(\.[a-z_]{1,40})?$/, "Must be a type of event or its first part")
      .optional()
      .meta({ description: "A type of event, or what comes before its dot." }),
    actor: Text.optional().meta({ description: "Who did it, as entries name them: `key:<id>`." }),
    ip: IpAddress.optional(),
    request_id: Text.optional(),
    target: Text.optional().meta({ description: "What it was done to, as entries name it: `api_key:<id>`." }),
    from: Moment.optional(),
    to: Moment.optional(),
    q: Text.optional().meta({ description: "Part of a type, an actor or a target." }),
    format: z
      .enum(EXPORTS)
      .optional()
      .meta({ description: "`csv` and `jsonl` are all that fit, without pages; `json` unless given." }),
    environment_id: environmentField,
  })
  .transform((query) => ({
    ...pageOf(query),
    filters: {
      type: query.type ?? null,
      actor: query.actor ?? null,
      ip: query.ip ?? null,
      requestId: query.request_id ?? null,
      target: query.target ?? null,
      from: query.from ?? null,
      to: query.to ?? null,
      text: query.q ?? null,
    },
    format: query.format ?? "json",
    environmentId: query.environment_id ?? null,
  }));

export type AuditFilters = z.output<typeof AuditQuery>["filters"];

const Content = z.record(z.string(), z.unknown());

/**
 * One entry. `seq` counts within the environment without gaps; null for entries older than the chain. `before` and
 * `after` hold what differs. Of an erased entry only its place is left.
 */
export const AuditEntryReply = z
  .object({
    id: Uuid,
    seq: z.int().nullable(),
    at: Timestamp,
    type: z.string(),
    actor: z.object({ id: z.string(), name: z.string().nullable() }).nullable(),
    ip: z.string().nullable(),
    user_agent: z.string().nullable(),
    request_id: z.string().nullable(),
    target: z.string().nullable(),
    before: Content.nullable(),
    after: Content.nullable(),
    data: Content,
    erased_at: Timestamp.nullable(),
  })
  .meta({ id: "AuditEntry" });

/** A page of entries, newest first. With filters a page may be short: go on while there is a cursor. */
export const AuditReply = z.object({ data: z.array(AuditEntryReply), next_cursor: z.string().nullable() });

/** Who acted: as records name them, and by name where there is one. */
export type AuditActor = { id: string; name: string | null };

/** An entry as the domain has it. */
export type AuditEntry = {
  id: string;
  seq: number | null;
  at: Date;
  type: string;
  actor: AuditActor | null;
  ip: string | null;
  userAgent: string | null;
  requestId: string | null;
  target: string | null;
  before: Readonly<Record<string, unknown>> | null;
  after: Readonly<Record<string, unknown>> | null;
  data: Readonly<Record<string, unknown>>;
  erasedAt: Date | null;
};

/** An entry on the wire. */
export function presentAuditEntry(entry: AuditEntry): z.input<typeof AuditEntryReply> {
  const { at, userAgent, requestId, erasedAt, before, after, data, ...rest } = entry;
  return {
    ...rest,
    at: timestamp(at),
    user_agent: userAgent,
    request_id: requestId,
    before: before && { ...before },
    after: after && { ...after },
    data: { ...data },
    erased_at: optionalTimestamp(erasedAt),
  };
}

/** A page on the wire. */
export function presentAudit(page: {
  entries: readonly AuditEntry[];
  nextCursor: string | null;
}): z.input<typeof AuditReply> {
  return { data: page.entries.map(presentAuditEntry), next_cursor: page.nextCursor };
}

export const VerifyAuditQuery = z
  .strictObject({
    after_seq: z
      .string()
      .regex(/^\d{1,15}$/, "Must be a number")
      .optional(),
    environment_id: environmentField,
  })
  .transform((query) => ({
    afterSeq: query.after_seq === undefined ? null : Number(query.after_seq),
    environmentId: query.environment_id ?? null,
  }));

/** What can be wrong with a chain. */
export const BAD_REASONS = {
  altered: "Its content is not what was sealed",
  moved: "It does not follow the entry before it: it, its place, or the entry before was changed",
  missing: "The entry with this number is missing",
  truncated: "The log ends before its last sealed entry",
  end: "The record of where the log ends was changed",
  beginning: "The log begins later than what was deleted at the end of its time",
  blanked: "Its content was erased, and no entry says so",
  extra: "It stands behind the end of the chain",
  unsealed: "It was never sealed",
  unknown_key: "It was sealed with a root secret that is not listed any more",
} as const satisfies Record<string, string>;

export type BadReason = keyof typeof BAD_REASONS;

const isBadReason = (name: string): name is BadReason => Object.hasOwn(BAD_REASONS, name);

/**
 * Whether the chain holds from the oldest kept entry on. `next_after_seq` is where to go on when there was not enough
 * time for all of it; null when the end was reached.
 */
export const VerifyAuditReply = z.object({
  intact: z.boolean(),
  checked: z.int().meta({ description: "Entries that were looked at." }),
  erased: z.int().meta({ description: "Of those, entries whose content was erased; their links hold." }),
  from_seq: z.int().nullable(),
  to_seq: z.int().nullable(),
  first_bad: z
    .object({
      seq: z.int().nullable(),
      id: Uuid.nullable(),
      reason: z.string().refine(isBadReason),
      detail: z.string(),
    })
    .nullable(),
  next_after_seq: z.int().nullable(),
  head: z.object({ seq: z.int(), link: z.string() }).nullable().meta({
    description:
      "The last entry and its link, hexadecimal. Keep it elsewhere: whoever can write to the database can set all of it back to an earlier state, and only a link that is kept outside shows that.",
  }),
  checked_at: Timestamp,
});

/** What a look at the chain found. */
export type AuditVerification = {
  checked: number;
  erased: number;
  fromSeq: number | null;
  toSeq: number | null;
  firstBad: { seq: number | null; id: string | null; reason: BadReason } | null;
  nextAfterSeq: number | null;
  /** The last entry and its link, hexadecimal; null before the first. */
  head: { seq: number; link: string } | null;
  checkedAt: Date;
};

/** A verification on the wire. */
export function presentVerification(found: AuditVerification): z.input<typeof VerifyAuditReply> {
  const { firstBad } = found;
  return {
    intact: firstBad === null,
    checked: found.checked,
    erased: found.erased,
    from_seq: found.fromSeq,
    to_seq: found.toSeq,
    first_bad: firstBad && { ...firstBad, detail: BAD_REASONS[firstBad.reason] },
    next_after_seq: found.nextAfterSeq,
    head: found.head,
    checked_at: timestamp(found.checkedAt),
  };
}

export const ReadAuditQuery = z
  .strictObject({ environment_id: environmentField })
  .transform((query) => ({ environmentId: query.environment_id ?? null }));
