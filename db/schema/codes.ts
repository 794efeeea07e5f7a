import { sql } from "drizzle-orm";
import {
  boolean,
  check,
  date,
  doublePrecision,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uuid,
} from "drizzle-orm/pg-core";
import { bytea, environmentId, moment } from "./columns";

/**
 * What must never overshoot, per environment, identifier, purpose and lane. Lane '' is the lane for anybody, and its row
 * also holds what counts over all lanes: `sends_all` and `round`. A challenge is open only while its round is that
 * row's, so one success ends all its siblings without touching them. No index on a changing column: every update is HOT
 * (the fill factor is set in the migration).
 */
export const identifierGuards = pgTable(
  "identifier_guards",
  {
    environmentId: environmentId(),
    identifierKey: bytea("identifier_key").notNull(),
    purpose: text("purpose").notNull(),
    lane: bytea("lane").notNull(),
    sends: moment("sends").array().notNull(),
    sendsAll: moment("sends_all").array().notNull(),
    lastMessageId: uuid("last_message_id").notNull(),
    failures: integer("failures").notNull().default(0),
    waitUntil: moment("wait_until").notNull().default(sql`'-infinity'`),
    round: integer("round").notNull().default(0),
    succeededAt: moment("succeeded_at").notNull().default(sql`'-infinity'`),
  },
  (table) => [
    primaryKey({
      name: "identifier_guards_pk",
      columns: [table.environmentId, table.identifierKey, table.purpose, table.lane],
    }),
  ],
);

/**
 * How many codes the lane for anybody has sent to one mailbox of an environment, whichever of its spellings was used: dots
 * and tags folded, keyed. The times of the last ten.
 */
export const mailboxGuards = pgTable(
  "mailbox_guards",
  {
    environmentId: environmentId(),
    mailboxKey: bytea("mailbox_key").notNull(),
    sends: moment("sends").array().notNull(),
    lastMessageId: uuid("last_message_id").notNull(),
  },
  (table) => [primaryKey({ name: "mailbox_guards_pk", columns: [table.environmentId, table.mailboxKey] })],
);

/** Of an older version, whose processes count in it while this one is deployed. Nothing here reads it. */
export const quotaSlots = pgTable(
  "quota_slots",
  {
    environmentId: environmentId(),
    period: date("period").notNull(),
    slot: integer("slot").notNull(),
    used: integer("used").notNull().default(0),
    cap: integer("cap").notNull(),
  },
  (table) => [
    primaryKey({ name: "quota_slots_pk", columns: [table.environmentId, table.period, table.slot] }),
    check("quota_slots_cap", sql`${table.used} <= ${table.cap}`),
  ],
);

/**
 * The slots of a customer's quota of one day or month, over all its live environments: their caps add up to it. At most
 * 16 of each, so that no row is shared by all requests.
 */
export const customerQuotaSlots = pgTable(
  "customer_quota_slots",
  {
    customerId: uuid("customer_id").notNull(),
    span: text("span", { enum: ["day", "month"] }).notNull(),
    /** The first day of it, UTC. */
    period: date("period").notNull(),
    slot: integer("slot").notNull(),
    used: integer("used").notNull().default(0),
    cap: integer("cap").notNull(),
  },
  (table) => [
    primaryKey({
      name: "customer_quota_slots_pk",
      columns: [table.customerId, table.span, table.period, table.slot],
    }),
    index("customer_quota_slots_of_period").on(table.span, table.period),
    check("customer_quota_slots_span", sql`${table.span} IN ('day', 'month')`),
    check("customer_quota_slots_cap", sql`${table.used} <= ${table.cap}`),
  ],
);

/** Which notices of a quota's period were given: each once. */
export const quotaNotices = pgTable(
  "quota_notices",
  {
    customerId: uuid("customer_id").notNull(),
    span: text("span", { enum: ["day", "month"] }).notNull(),
    period: date("period").notNull(),
    /** How much of it was used: half, so much that it is a warning, or all. */
    level: text("level", { enum: ["half", "warning", "exceeded"] }).notNull(),
  },
  (table) => [
    primaryKey({ name: "quota_notices_pk", columns: [table.customerId, table.span, table.period, table.level] }),
  ],
);

/**
 * Guesses judged in ten minutes, by the network they came from: what the spray brake looks at. `expected` adds up, over
 * the wrong ones, how many codes each could have met times 10^-digits.
 */
export const sprayCounts = pgTable(
  "spray_counts",
  {
    environmentId: environmentId(),
    startsAt: moment("starts_at").notNull(),
    network: text("network").notNull(),
    judged: integer("judged").notNull(),
    wrong: integer("wrong").notNull(),
    expected: doublePrecision("expected").notNull(),
  },
  (table) => [primaryKey({ name: "spray_counts_pk", columns: [table.environmentId, table.startsAt, table.network] })],
);

/**
 * One attempt of one requester to prove one identifier. `scenario` is a test recipient's; `decoy` is counted, charged
 * and answered like any other and can never be met. The guesses of all its messages come out of one budget.
 */
export const challenges = pgTable(
  "challenges",
  {
    environmentId: environmentId(),
    id: uuid("id").notNull(),
    identifierKey: bytea("identifier_key").notNull(),
    identifierType: text("identifier_type", { enum: ["email", "phone", "username"] }).notNull(),
    identifierValue: text("identifier_value").notNull(),
    purpose: text("purpose").notNull(),
    lane: bytea("lane").notNull(),
    round: integer("round").notNull(),
    openedAt: moment("opened_at").notNull(),
    endsAt: moment("ends_at").notNull(),
    attempts: integer("attempts").notNull().default(0),
    attemptsMax: integer("attempts_max").notNull(),
    consumedAt: moment("consumed_at"),
    decoy: boolean("decoy").notNull().default(false),
    scenario: text("scenario"),
    /** The user who asked, for purposes that concern a signed-in one. */
    userId: uuid("user_id"),
    /** The username that was asked for: where its codes go is not told. */
    username: text("username"),
    /** The tenant whose message it was. No foreign key: every code asked for would lock that one row. */
    tenantId: uuid("tenant_id"),
    /** Of a phone number, ISO 3166-1 alpha-2; null for an address, and for what was asked for before this was kept. */
    country: text("country"),
    locale: text("locale"),
    context: jsonb("context"),
    metadata: jsonb("metadata"),
  },
  (table) => [
    primaryKey({ name: "challenges_pk", columns: [table.environmentId, table.id] }),
    // The condition is always true. Only a look-up by identifier implies it, so one by id never takes this index: while
    // the table is young the planner would, by the environment alone, and a prepared plan outlives that.
    index("challenges_of_identifier")
      .on(table.environmentId, table.identifierKey, table.purpose, table.lane, table.openedAt.desc())
      .where(sql`identifier_key IS NOT NULL`),
    // For lists of one country alone; it never changes, so updates stay HOT.
    index("challenges_of_country")
      .on(table.environmentId, table.country, table.id.desc())
      .where(sql`country IS NOT NULL`),
  ],
);

/**
 * One code on its way. The code is digits(HMAC(key[key_id], environment, id, nonce)): neither it nor a hash of it is
 * stored, and a message that has to be sent again carries the same one.
 */
export const messages = pgTable(
  "messages",
  {
    environmentId: environmentId(),
    id: uuid("id").notNull(),
    challengeId: uuid("challenge_id").notNull(),
    channel: text("channel").notNull(),
    digits: integer("digits").notNull(),
    keyId: integer("key_id").notNull(),
    nonce: bytea("nonce").notNull(),
    sentAt: moment("sent_at").notNull(),
    expiresAt: moment("expires_at").notNull(),
    provider: text("provider"),
    providerMessageId: text("provider_message_id"),
    acceptedAt: moment("accepted_at"),
    failedAt: moment("failed_at"),
    deliveredAt: moment("delivered_at"),
    bouncedAt: moment("bounced_at"),
    complainedAt: moment("complained_at"),
    /** In which language it was written, and by which version of a template; 0 is the built-in design. */
    locale: text("locale"),
    templateVersion: integer("template_version"),
    /**
     * Of a text message: how many the network makes of it, and what it was counted as costing, in millionths of a
     * dollar.
     */
    segments: integer("segments"),
    costMicros: integer("cost_micros"),
  },
  (table) => [
    primaryKey({ name: "messages_pk", columns: [table.environmentId, table.id] }),
    index("messages_of_challenge").on(table.environmentId, table.challengeId, table.sentAt.desc()),
    foreignKey({
      name: "messages_challenge",
      columns: [table.environmentId, table.challengeId],
      foreignColumns: [challenges.environmentId, challenges.id],
    }).onDelete("cascade"),
  ],
);

/** Destinations that bounced or complained: nothing is sent to them until the row ends or is removed. */
export const suppressions = pgTable(
  "suppressions",
  {
    environmentId: environmentId(),
    identifierKey: bytea("identifier_key").notNull(),
    reason: text("reason").notNull(),
    createdAt: moment("created_at").notNull(),
    expiresAt: moment("expires_at"),
  },
  (table) => [primaryKey({ name: "suppressions_pk", columns: [table.environmentId, table.identifierKey] })],
);

/** What ended in the Mailbox, kept for 24 hours. The content, the code included, is encrypted. */
export const mailboxMessages = pgTable(
  "mailbox_messages",
  {
    environmentId: environmentId(),
    id: uuid("id").notNull(),
    recipient: text("recipient").notNull(),
    channel: text("channel").notNull(),
    contentEncrypted: bytea("content_encrypted").notNull(),
    createdAt: moment("created_at").notNull(),
    /** Later than `created_at` only for the test recipient whose mail is slow. */
    visibleAt: moment("visible_at").notNull(),
  },
  (table) => [
    primaryKey({ name: "mailbox_messages_pk", columns: [table.environmentId, table.id] }),
    index("mailbox_messages_of_recipient").on(table.environmentId, table.recipient, table.visibleAt.desc()),
    index("mailbox_messages_newest").on(table.environmentId, table.visibleAt.desc()),
  ],
);
