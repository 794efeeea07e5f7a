import type { Channel } from "@/lib/delivery/channel";

/**
 * What a text message of one segment costs at the most, in US cents, by the country it goes to: upper ends of what carriers
 * ask in public, in steps. An estimate that a cap is counted with, never an invoice: it may be too high, not too low by much.
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

/** Whether a channel ends at a phone, so that each message costs money. */
export function isPaidChannel(channel: string): channel is PaidChannel {
  return Object.hasOwn(TIMES, channel);
}

/** What one message is counted as costing, in millionths of a US dollar. Only a text message has several segments. */
export function priceMicros(channel: PaidChannel, country: string | null, segments: number): number {
  const cents = CENTS_OF.get(country ?? "") ?? ELSEWHERE_CENTS;
  return cents * TIMES[channel] * (channel === "sms" ? segments : 1) * MICROS_A_CENT;
}
