import type { Channel } from "@/lib/delivery/channel";

/**
 * What a text message of one segment is counted as costing, in US cents, by the country it goes to: our estimates, in steps
 * and rounded up. A cap is counted with them, never an invoice: what a provider bills is the provider's.
 */
const CENTS: readonly (readonly [cents: number, countries: string])[] = [
  [2, "US CA PR"],
  [5, "AU BR CL CO CZ DK EE FI GB GG GR HK HR IE IL IM IN JE KR LT LV MX NO NZ PL PT RO SE SG SI SK TH TW ZA"],
  [10, "AR AT BE BG CH CR CY DE DO ES FR HU IS IT JP LI LU MC MT NL PA PE PH RS TR UA UY VA VN"],
  [
    20,
    "AE AL AM BA BD BH BN BO CN EC EG GE GH GT HN ID JO KE KH KW KZ LA LB MA MD ME MK MO MY NG NI OM PY QA RW SA SN SV TZ UG XK ZM",
  ],
];
/** Anywhere else: where a code costs most, pumping pays most. */
const ELSEWHERE_CENTS = 50;

/** An estimate is kept in millionths of a US dollar. */
export const MICROS_A_CENT = 10_000;

const CENTS_OF: ReadonlyMap<string, number> = new Map(
  CENTS.flatMap(([cents, countries]) => countries.split(" ").map((country) => [country, cents] as const)),
);

/** A call of up to a minute costs about twice a text; a message of WhatsApp no more than one. */
const TIMES = { sms: 1, whatsapp: 1, voice: 2 } as const satisfies Partial<Record<Channel, number>>;

/** The channels that end at a phone and cost money by the message. */
export type PaidChannel = keyof typeof TIMES;

/** All of them. */
export const PAID_CHANNELS: readonly PaidChannel[] = ["sms", "voice", "whatsapp"];

/** Whether a channel ends at a phone, so that each message costs money. */
export function isPaidChannel(channel: string): channel is PaidChannel {
  return Object.hasOwn(TIMES, channel);
}

/** What a provider takes for each code beside the message, in US cents. */
const BESIDES_CENTS: ReadonlyMap<string | null, number> = new Map([["twilio_verify", 5]]);

/**
 * What one message is counted as costing, in millionths of a US dollar, where that provider is the first that is asked.
 * Only a text message has several segments.
 */
export function priceMicros(
  channel: PaidChannel,
  { country, segments, provider }: { country: string | null; segments: number; provider: string | null },
): number {
  const each = (CENTS_OF.get(country ?? "") ?? ELSEWHERE_CENTS) * TIMES[channel];
  const cents = each * (channel === "sms" ? segments : 1) + (BESIDES_CENTS.get(provider) ?? 0);
  return cents * MICROS_A_CENT;
}
