import type { z } from "zod";
import type { Logger } from "@/lib/core/logger";

/** The ways a code can travel. */
export const CHANNELS = ["email", "sms", "voice", "whatsapp", "discord", "hook"] as const;

export type Channel = (typeof CHANNELS)[number];

/** A mailbox with the name shown beside it. Never one string: a parser would have to take it apart again. */
export type MailAddress = { name: string; address: string };

export type MessageHeader = { name: string; value: string };

/** One message, ready to leave. `to` is the identifier exactly as it is stored. */
export type OutgoingMessage = {
  /** The message's id: the same when it is sent again after a crash, and what is sent is the same then too. */
  id: string;
  environmentId: string;
  channel: Channel;
  to: string;
  from: MailAddress;
  replyTo?: MailAddress;
  subject: string | null;
  html: string | null;
  text: string;
  headers: readonly MessageHeader[];
  /** For a provider that speaks or types the code itself. */
  code?: string;
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
  | "temporary"
  | "circuit_open"
  | "no_provider"
  | "provider_error";

/** What came of one message at one provider. */
export type ProviderOutcome =
  | { state: "accepted"; providerMessageId: string }
  | { state: "rejected"; reason: RejectReason; permanent: true }
  | { state: "retry"; reason: RetryReason; retryAfterSeconds?: number };

/** What a provider is given beside the message: it stops at `signal`, and no single wait is longer than `timeoutMs`. */
export type ProviderTools = { timeoutMs: number; signal: AbortSignal; log: Logger };

export type ProviderCheck = { ok: true } | { ok: false; reason: RetryReason };

/**
 * Who carries messages. One file each: the schema of its configuration and `send`. No template, no retry, no state but
 * what hangs on its configuration (a pool of connections), which `close` lets go of.
 */
export type Provider<Config> = {
  name: string;
  channels: readonly Channel[];
  configSchema: z.ZodType<Config>;
  send(message: OutgoingMessage, config: Config, tools: ProviderTools): Promise<ProviderOutcome>;
  /** Whether the provider can be reached and knows us, without sending anything. */
  check(config: Config, tools: ProviderTools): Promise<ProviderCheck>;
  close?(config: Config): void;
};
