import type { Channel } from "@/lib/delivery/channel";
import type { Identifier } from "@/lib/users/identifier";
import type { Purpose } from "./contract";

/** What each purpose may do. Only one opens a session; only some may be asked for with an API key alone. */
export const PURPOSE_POLICY = {
  sign_in: { opensSession: true, byKey: true },
  step_up: { opensSession: false, byKey: true },
  transaction: { opensSession: false, byKey: true },
  /** Proves another identifier of a signed-in user: the user's own token asks for it. */
  identifier: { opensSession: false, byKey: false },
} as const satisfies Record<Purpose, { opensSession: boolean; byKey: boolean }>;

/** How a code reaches an identifier: its channels, the usual one first. */
export const CHANNELS_OF: Record<Identifier["type"], readonly Channel[]> = {
  email: ["email", "discord", "hook"],
  phone: ["sms", "voice", "whatsapp", "discord", "hook"],
  // Of personal mode alone: anywhere else a username stands for an address or a number.
  username: ["discord"],
};

export const HOUR_SECONDS = 3600;

/** Sends an hour over all lanes: ten, or as many as one lane may have where that is more. */
export function sendsOverAllLanes(perLane: number): number {
  return Math.max(10, perLane);
}

/** At this many judged failures a lane closes (NIST SP 800-63B-4, 3.2.2). */
export const CLOSED_AT_FAILURES = 100;

/** How long this process has for a message before the drainer of any process may take it over. */
export const SEND_LEASE_SECONDS = 30;
