import type { PhoneCost } from "@/db/queries/sms-guards";
import { measureSms } from "@/lib/core/sms-segments";
import type { Channel } from "@/lib/delivery/channel";
import type { Environment } from "@/lib/ports";
import { prefixesOf } from "./prefixes";
import { isPaidChannel, MICROS_A_CENT, priceMicros } from "./prices";

const FREE: PhoneCost = { micros: 0, capMicros: 0, segments: null, prefixes: [] };

/**
 * What a message takes of its environment's day, and whom its number is counted with. Only what a live environment sends to
 * a phone costs anything; in `DEV_MODE` it is counted as if it had been sent.
 */
export function planPhone(
  { kind }: Pick<Environment, "kind">,
  message: {
    channel: Channel;
    to: string;
    country: string | null;
    text: string;
    isSent: boolean;
    /** Who is asked first to carry it. */
    provider: string | null;
    /** What the environment's day may cost, in US cents. */
    capCents: number;
  },
): PhoneCost {
  const { channel, to, country, text, isSent, provider, capCents } = message;
  if (!isPaidChannel(channel)) return FREE;
  const segments = channel === "sms" ? measureSms(text).segments : null;
  if (kind === "test" || !isSent) return { ...FREE, segments };
  return {
    micros: priceMicros(channel, { country, segments: segments ?? 1, provider }),
    capMicros: capCents * MICROS_A_CENT,
    segments,
    prefixes: prefixesOf(to),
  };
}
