import { sql } from "drizzle-orm";
import {
  bigint,
  date,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { environments } from "./account";
import { messages } from "./codes";
import { bytea, createdAt, environmentId, moment } from "./columns";
import { tenants } from "./people";

/** A customer's own account at a provider. What signs in there is encrypted; nothing of it is shown again. */
export const providerAccounts = pgTable(
  "provider_accounts",
  {
    environmentId: environmentId().references(() => environments.id),
    id: uuid("id").notNull(),
    /** The name of the provider's file: `resend`, `smtp`, `twilio_messaging` … */
    provider: text("provider").notNull(),
    label: text("label").notNull(),
    configEncrypted: bytea("config_encrypted").notNull(),
    createdBy: text("created_by").notNull(),
    createdAt: createdAt(),
    updatedAt: moment("updated_at").notNull().defaultNow(),
    /** What became of the last messages: a class, never the provider's own words. Written once a minute at most. */
    lastAcceptedAt: moment("last_accepted_at"),
    lastErrorAt: moment("last_error_at"),
    lastError: text("last_error"),
    /** Of a tenant: it carries that one's messages alone. */
    tenantId: uuid("tenant_id"),
  },
  (table) => [
    primaryKey({ name: "provider_accounts_pk", columns: [table.environmentId, table.id] }),
    // Each environment's own are read with it: those of its tenants, however many, are not looked at.
    index("provider_accounts_of_tenant").on(table.environmentId, table.tenantId),
    foreignKey({
      name: "provider_accounts_tenant",
      columns: [table.environmentId, table.tenantId],
      foreignColumns: [tenants.environmentId, tenants.id],
    }),
  ],
);

/**
 * Published versions of a customer's own templates. The newest counts; one whose `content` is null means the built-in
 * design.
 */
export const templates = pgTable(
  "templates",
  {
    environmentId: environmentId().references(() => environments.id),
    channel: text("channel").notNull(),
    purpose: text("purpose").notNull(),
    locale: text("locale").notNull(),
    version: integer("version").notNull(),
    /** `{subject, preheader, html, text}` as far as the channel has them, variables in their long spelling. */
    content: jsonb("content"),
    note: text("note"),
    author: text("author").notNull(),
    /** What a repeated request finds the version by that it made. */
    resultId: uuid("result_id"),
    createdAt: createdAt(),
  },
  (table) => [
    primaryKey({
      name: "templates_pk",
      columns: [table.environmentId, table.channel, table.purpose, table.locale, table.version],
    }),
  ],
);

/** What somebody is working on: one draft of each template, which nothing is sent from. */
export const templateDrafts = pgTable(
  "template_drafts",
  {
    environmentId: environmentId().references(() => environments.id),
    channel: text("channel").notNull(),
    purpose: text("purpose").notNull(),
    locale: text("locale").notNull(),
    /** Goes up with every save, from any number: of two who save the same draft, the second is told. */
    revision: integer("revision").notNull(),
    /** The published version that it started from. */
    basedOn: integer("based_on").notNull(),
    content: jsonb("content").notNull(),
    author: text("author").notNull(),
    updatedAt: moment("updated_at").notNull().defaultNow(),
  },
  (table) => [
    primaryKey({
      name: "template_drafts_pk",
      columns: [table.environmentId, table.channel, table.purpose, table.locale],
    }),
  ],
);

/**
 * A domain that mail is to come from. Its state is derived: verified, lost (was verified, its records have gone), failed
 * (never found within three days), else waiting. A name can be verified by one environment only.
 */
export const domains = pgTable(
  "domains",
  {
    environmentId: environmentId().references(() => environments.id),
    id: uuid("id").notNull(),
    name: text("name").notNull(),
    /** What its TXT record has to say: of this environment and this name alone. */
    token: text("token").notNull(),
    dkimSelector: text("dkim_selector").notNull(),
    dkimPublicKey: text("dkim_public_key").notNull(),
    dkimPrivateKeyEncrypted: bytea("dkim_private_key_encrypted").notNull(),
    /** Where a provider keeps the domain too, its id there and the records that it wants. */
    providerDomainId: text("provider_domain_id"),
    providerRecords: jsonb("provider_records"),
    createdBy: text("created_by").notNull(),
    createdAt: createdAt(),
    checkedAt: moment("checked_at"),
    /** Also the lease of whoever checks it. */
    nextCheckAt: moment("next_check_at").notNull(),
    verifiedAt: moment("verified_at"),
    /** Since when a verified one's records are missing; mail goes on for a while. */
    lostAt: moment("lost_at"),
    failedAt: moment("failed_at"),
    /** What was found of each record at the last check, and what is wrong with it. */
    findings: jsonb("findings"),
    /** Of a tenant: nothing but that one's mail comes from it. */
    tenantId: uuid("tenant_id"),
  },
  (table) => [
    primaryKey({ name: "domains_pk", columns: [table.environmentId, table.id] }),
    unique("domains_by_name").on(table.environmentId, table.name),
    uniqueIndex("domains_verified_once").on(table.name).where(sql`verified_at IS NOT NULL`),
    index("domains_due").on(table.nextCheckAt),
    foreignKey({
      name: "domains_tenant",
      columns: [table.environmentId, table.tenantId],
      foreignColumns: [tenants.environmentId, tenants.id],
    }),
  ],
);

/** Pages that show a domain's records to whoever runs its DNS, without a sign-in, for seven days. */
export const domainShares = pgTable(
  "domain_shares",
  {
    tokenHash: bytea("token_hash").primaryKey(),
    environmentId: environmentId(),
    domainId: uuid("domain_id").notNull(),
    createdBy: text("created_by").notNull(),
    createdAt: createdAt(),
    expiresAt: moment("expires_at").notNull(),
  },
  (table) => [
    index("domain_shares_of_domain").on(table.environmentId, table.domainId),
    foreignKey({
      name: "domain_shares_domain",
      columns: [table.environmentId, table.domainId],
      foreignColumns: [domains.environmentId, domains.id],
    }).onDelete("cascade"),
  ],
);

/**
 * What happened to a message on its way, as its providers told it: the timeline. `event_key` is the provider's name of the
 * fact, so that one told twice is kept once.
 */
export const messageEvents = pgTable(
  "message_events",
  {
    environmentId: environmentId(),
    messageId: uuid("message_id").notNull(),
    eventKey: text("event_key").notNull(),
    type: text("type", {
      enum: ["tried", "accepted", "sent", "delivered", "bounced", "complained", "undeliverable", "delayed"],
    }).notNull(),
    provider: text("provider").notNull(),
    /** A class, such as `timeout` or `mailbox_full`. */
    reason: text("reason"),
    /** The provider's own words, for the customer's eyes; cut, and without codes and addresses. */
    detail: text("detail"),
    at: moment("at").notNull(),
  },
  (table) => [
    primaryKey({ name: "message_events_pk", columns: [table.environmentId, table.messageId, table.eventKey] }),
    foreignKey({
      name: "message_events_message",
      columns: [table.environmentId, table.messageId],
      foreignColumns: [messages.environmentId, messages.id],
    }).onDelete("cascade"),
  ],
);

/**
 * What text messages and calls of an environment cost on a day, in millionths of a US dollar, counted before they are
 * sent. `last_message_id`: a statement that runs again for its message does not count it twice.
 */
export const smsSpend = pgTable(
  "sms_spend",
  {
    environmentId: environmentId(),
    day: date("day").notNull(),
    micros: bigint("micros", { mode: "number" }).notNull(),
    lastMessageId: uuid("last_message_id").notNull(),
  },
  (table) => [primaryKey({ name: "sms_spend_pk", columns: [table.environmentId, table.day] })],
);

/** Codes sent to, and met by, numbers that begin alike, by the quarter of an hour: what the conversion breaker looks at. */
export const prefixCounts = pgTable(
  "prefix_counts",
  {
    environmentId: environmentId(),
    startsAt: moment("starts_at").notNull(),
    prefix: text("prefix").notNull(),
    sent: integer("sent").notNull(),
    met: integer("met").notNull(),
  },
  (table) => [primaryKey({ name: "prefix_counts_pk", columns: [table.environmentId, table.startsAt, table.prefix] })],
);

/**
 * Which challenge a provider's own code is of, by the provider's name of it: one over the whole installation, whose
 * customers share the installation's account there. `account_id`: the customer's own, null for the installation's.
 * `recipient_key`: a keyed hash of the number, of no environment. It stays longer than any code can wait there.
 */
export const verifySids = pgTable(
  "verify_sids",
  {
    sid: text("sid").primaryKey(),
    environmentId: environmentId(),
    challengeId: uuid("challenge_id").notNull(),
    accountId: uuid("account_id"),
    recipientKey: bytea("recipient_key").notNull(),
    claimedAt: moment("claimed_at").notNull(),
  },
  (table) => [
    index("verify_sids_of_recipient").on(table.recipientKey, table.claimedAt.desc()),
    index("verify_sids_by_age").on(table.claimedAt),
  ],
);
