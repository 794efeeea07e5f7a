/** A customer's own account at a provider, as the pages show it. */
export type AccountView = {
  id: string;
  provider: string;
  title: string;
  label: string;
  channels: readonly string[];
  lastAcceptedAt: Date | null;
  lastErrorAt: Date | null;
  /** Why a message was not taken last, as a sentence. */
  lastErrorWords: string | null;
  /** It is for email and nothing says what its mail comes from: it is passed over. */
  lacksSender: boolean;
  callbackUrl: string | null;
};

/** A provider that an account can be at, with what has to be filled in. */
export type OfferedView = {
  name: string;
  title: string;
  channels: readonly string[];
  fields: readonly { name: string; label: string; secret: boolean; optional?: boolean; help?: string }[];
};

/** Somebody who can carry a channel. `entry` is how the setting names them. */
export type CarrierView = { entry: string; title: string; label: string | null };

/** Who can carry a channel: those who are asked, in order, and the others. */
export type ChannelView = {
  channel: string;
  title: string;
  asked: readonly CarrierView[];
  others: readonly CarrierView[];
};

/** What came of a test message. */
export type TestedView = { accepted: boolean; message: string; detail: string | null; durationMs: number };
