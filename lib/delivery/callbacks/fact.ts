import type { CallbackMessage } from "@/lib/delivery/callback-url";

/** What can happen to a message on its way once a provider has it. */
export type FactType = "sent" | "delivered" | "bounced" | "complained" | "undeliverable" | "delayed";

/**
 * Something that a provider says of a message. `key` is the provider's name of it, the same each time it is told.
 * `bounced` is for good: nobody is there. `undeliverable` is this one message alone.
 */
export type CallbackFact = CallbackMessage & {
  key: string;
  type: FactType;
  /** A class, such as `mailbox_full`; null where the type says it all. */
  reason: string | null;
  /** The provider's own words, scrubbed. */
  detail: string | null;
  /** When it happened, as the provider has it; null where it does not say, or names no time that can be kept. */
  at: Date | null;
};

/** A callback as it came: headers in lower case, the text that was signed. */
export type CallbackInput = { headers: Readonly<Record<string, string>>; text: string };

/** What a callback says; null: its signature is not good or somebody else's, it is too old, or it cannot be read. */
export type ReadCallback = readonly CallbackFact[] | null;
