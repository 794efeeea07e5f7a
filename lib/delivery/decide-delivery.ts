import type { Channel } from "./channel";

/** Where the messages of an environment go. */
export type DeliveryRoute = "mailbox" | "provider" | "unavailable";

export type RouteQuestion = {
  kind: "test" | "live";
  channel: Channel;
  /** Whether a provider for the channel is configured. */
  hasProvider: boolean;
  /** Ninepin's own environment: its mail has to arrive somewhere before there is a provider. */
  installation: boolean;
  devMode: boolean;
};

/**
 * Test environments never reach the outside; a live one uses its provider. Without a provider there is only the
 * Mailbox, for Ninepin's own mail and in `DEV_MODE`.
 */
export function decideDelivery({ kind, channel, hasProvider, installation, devMode }: RouteQuestion): DeliveryRoute {
  if (kind === "test") return "mailbox";
  if (hasProvider) return "provider";
  return devMode || (installation && channel === "email") ? "mailbox" : "unavailable";
}
