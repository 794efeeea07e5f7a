import { z } from "zod";

/**
 * The pieces that contracts share: what an id, a time, a name or a locale is on the wire. Contracts compose these, so
 * that one thing looks and is checked the same on every endpoint.
 */

/**
 * An id in a body or a path: any UUID, in lower case from here on. One whose version or variant is none of ours is an id
 * that never was, not a request that cannot be read.
 */
export const Uuid = z.guid().toLowerCase();

/** An IPv4 or IPv6 address. */
export const IpAddress = z.union([z.ipv4(), z.ipv6()]);

/** A time in an answer: RFC 3339 in UTC. */
export const Timestamp = z.iso.datetime();

/** Writes a time as the wire has it. */
export function timestamp(at: Date): string {
  return at.toISOString();
}

/** Writes a time as the wire has it, where there is one. */
export function optionalTimestamp(at: Date | null): string | null {
  return at === null ? null : timestamp(at);
}

const EARLIEST = Date.UTC(1970, 0, 1);
const LATEST = Date.UTC(9998, 0, 1);

/** Far enough from the ends of what Postgres keeps that nothing reckoned from it leaves them. */
function isKeepable(at: Date): boolean {
  return at.getTime() >= EARLIEST && at.getTime() <= LATEST;
}

const KEEPABLE = "Must be between 1970-01-01 and 9998-01-01, in UTC";
const Rfc3339 = z.iso.datetime({ offset: true });

/** A time in a request: RFC 3339 with any offset, between 1970-01-01 and 9998-01-01 in UTC. */
export const Moment = Rfc3339.transform((text) => new Date(text)).refine(isKeepable, KEEPABLE);

/** The same moments in seconds since 1970, as some vendors write them. */
export const UnixMoment = z
  .number()
  .transform((seconds) => new Date(seconds * 1000))
  .refine(isKeepable, KEEPABLE);

/** A time in a request as RFC 3339, or a day, which is its beginning in UTC. */
export const DayOrMoment = z
  .union([z.iso.date(), Rfc3339])
  .transform((text) => new Date(text))
  .refine(isKeepable, KEEPABLE);

/** A person's or a thing's name. No control characters, line separators or bidirectional overrides: it ends up in mail. */
export const DisplayName = z
  .string()
  .trim()
  .min(1, "Must not be empty")
  .max(100)
  .regex(/^[^\p{Cc}\p{Zl}\p{Zp}\u202A-\u202E\u2066-\u2069]*$/u, "Must not contain control characters");

/** A BCP 47 language tag such as `en` or `pt-BR`. */
export const Locale = z
  .string()
  .max(35)
  .regex(/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, "Must be a language tag such as en or pt-BR");

const METADATA_BYTES = 4096;

/** What a customer keeps beside a user or a challenge: a JSON object of at most 4 KiB. Never shown to another user. */
export const Metadata = z
  .record(z.string(), z.unknown())
  .refine((value) => new TextEncoder().encode(JSON.stringify(value)).length <= METADATA_BYTES, "At most 4 KiB of JSON");

export type Metadata = z.output<typeof Metadata>;

/** The wire's fields of a list's query: how many, and where to go on. */
export const pageFields = {
  limit: z
    .string()
    .regex(/^([1-9]\d?|100)$/, "Must be a whole number from 1 to 100")
    .optional()
    .meta({ description: "How many at the most, 1 to 100; 20 unless given." }),
  cursor: z
    .string()
    .min(1)
    .max(512)
    .optional()
    .meta({ description: "Where to go on: `next_cursor` of the page before." }),
} as const;

/** The page that those fields ask for: twenty rows from the start unless they say otherwise. */
export function pageOf(fields: { limit?: string | undefined; cursor?: string | undefined }) {
  return { limit: fields.limit === undefined ? 20 : Number(fields.limit), cursor: fields.cursor ?? null };
}

/** The query of a list. */
export const PageQuery = z.strictObject(pageFields).transform(pageOf);

/** One page asked for: at most `limit` rows after `cursor` (opaque), newest first. */
export type Page = z.output<typeof PageQuery>;

/** A path that names one thing by its id. */
export const IdParams = z.object({ id: Uuid });

/** A path that names an environment. */
export const EnvironmentParams = z.object({ environment: Uuid });

/** The field of a query that says where the operator or a member acts: a key acts in the environment that it is of. */
export const environmentField = Uuid.optional().meta({
  description: "Which environment, for the operator and for members. A key has one.",
});
