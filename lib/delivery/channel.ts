import type { Socket } from "node:net";
import type { z } from "zod";
import type { Clock } from "@/lib/core/clock";
import type { Logger } from "@/lib/core/logger";

/** The ways a code can travel. */
export const CHANNELS = ["email", "sms", "voice", "whatsapp", "discord", "hook"] as const;

export type Channel = (typeof CHANNELS)[number];

/** A mailbox with the name shown beside it. Never one string: a parser would have to take it apart again. */
export type MailAddress = { name: string; address: string };

export type MessageHeader = { name: string; value: string };

/** What signs mail for a domain (DKIM, RFC 6376): the private key as PEM. */
export type DkimKey = { domain: string; selector: string; privateKey: string };

/**
 * A customer's verified domain to send as. `dkim`: our key, where its record is in DNS. `returnPath`: where bounces go,
 * where that name leads to us. `resend`: the installation's own account at Resend has the domain verified. `ofTenant`: it
 * is what a tenant's mail comes from, whatever address the customer's account names for everybody's.
 */
export type DomainSender = {
  address: string;
  dkim: DkimKey | null;
  returnPath: string | null;
  resend: boolean;
  ofTenant?: true;
};

/** One message, ready to leave. `to` is the identifier exactly as it is stored. */
export type OutgoingMessage = {
  /** The message's id: the same when it is sent again after a crash, and what is sent is the same then too. */
  id: string;
  environmentId: string;
  channel: Channel;
  to: string;
  from: MailAddress;
  /** The customer's own domain, for a carrier that may send as it: `sendAs` puts it into `from`. */
  sender?: DomainSender;
  /** `from` is the customer's own domain, and not the installation's. */
  isOwnFrom?: true;
  /** `from` is a tenant's own: no account puts another address in its place. */
  isFromTenant?: true;
  /** What the provider signs the mail with, where it can. */
  dkim?: DkimKey;
  /** Whom the envelope names as the sender, where that is not `from`. */
  returnPath?: string;
  replyTo?: MailAddress;
  subject: string | null;
  html: string | null;
  text: string;
  headers: readonly MessageHeader[];
  /** For a provider that speaks or types the code itself. */
  code?: string;
  /** The language it is written in, as a tag (BCP 47): for a provider that speaks it. */
  locale?: string;
  /** The version of the customer's template that it was written by; 0 is the built-in design. */
  templateVersion?: number;
  /** Where the provider that carries it may tell what became of it, in this installation. Made by who sends. */
  callbackUrl?: string;
};

/** Why a message was not taken: a class for logs and timelines, never the provider's own words. */
export type RejectReason = "address_not_sendable" | "recipient_refused" | "message_refused";

/** Why it may be tried again, or through another provider. */
export type RetryReason =
  | "timeout"
  | "connection"
  | "tls"
  | "authentication"
  | "sender_refused"
  | "no_sender"
  | "temporary"
  | "circuit_open"
  | "no_provider"
  | "provider_error";

/** What came of one message at one provider. */
export type ProviderOutcome = (
  | {
      state: "accepted";
      providerMessageId: string;
      /** It sent once more what it had sent under that id before: nothing new was made for this message. */
      again?: true;
    }
  | { state: "rejected"; reason: RejectReason; permanent: true }
  | { state: "retry"; reason: RetryReason; retryAfterSeconds?: number }
) & {
  /** The provider's own words, one line, for the customer's timeline alone: never in an answer to a user, never logged. */
  detail?: string;
};

/**
 * What a provider is given beside the message: it stops at `signal`, and no single wait is longer than `timeoutMs`. Where
 * the configuration is a customer's, what it names is reached by `post` and `connect` alone, which check the address that
 * the name leads to.
 */
export type ProviderTools = {
  timeoutMs: number;
  signal: AbortSignal;
  /** For a provider whose requests carry the time. */
  clock: Clock;
  log: Logger;
  /** One HTTP POST to a URL that somebody entered. Null: it could not be reached, or may not be. */
  post?(request: {
    url: string;
    headers: Readonly<Record<string, string>>;
    body: string;
  }): Promise<{ status: number; body: string; headers: Readonly<Record<string, string>> } | { failure: RetryReason }>;
  /** A plain connection to a host that somebody entered. Throws where it could not be made, or may not be. */
  connect?(host: string, port: number): Promise<Socket>;
};

export type ProviderCheck = { ok: true } | { ok: false; reason: RetryReason; detail?: string };

/** What a provider that makes the codes itself says of one. `unknown`: it could not be asked. */
export type CodeCheck = "right" | "wrong" | "expired" | "locked" | "unknown";

/** A field of a provider's configuration, as a person fills it in. */
export type ProviderField = { name: string; label: string; secret: boolean; optional?: true; help?: string };

/**
 * Who carries messages. One file each: the schema of its configuration and `send`. No template, no retry, no state but
 * what hangs on its configuration (a pool of connections), which `close` lets go of.
 */
export type Provider<Config> = {
  name: string;
  /** What people call it. */
  title: string;
  channels: readonly Channel[];
  configSchema: z.ZodType<Config>;
  /** What a customer fills in for an account of its own, in this order. */
  fields: readonly ProviderField[];
  send(message: OutgoingMessage, config: Config, tools: ProviderTools): Promise<ProviderOutcome>;
  /** Whether the provider can be reached and knows us, without sending anything. */
  check(config: Config, tools: ProviderTools): Promise<ProviderCheck>;
  /** Of one that makes the codes itself: whether this is the one it sent under that id. Its answer is final. */
  checkCode?(
    sent: { providerMessageId: string; code: string },
    config: Config,
    tools: ProviderTools,
  ): Promise<CodeCheck>;
  /** Of the same: ends the code that it sent under that id. Whether it is over now, by this or before. */
  takeBack?(providerMessageId: string, config: Config, tools: ProviderTools): Promise<boolean>;
  close?(config: Config): void;
};
