/** An endpoint as the pages show it. */
export type WebhookView = {
  id: string;
  url: string;
  events: readonly string[];
  description: string | null;
  status: "on" | "failing" | "off";
  failures: number;
  failingSince: Date | null;
  disabledReason: string | null;
  lastDeliveryAt: Date | null;
  last24Hours: { delivered: number; failed: number };
};

/** A delivery as a row. */
export type DeliveryView = {
  id: string;
  event: string;
  status: "pending" | "delivered" | "failed";
  attempts: number;
  attemptsMax: number;
  createdAt: Date;
  nextAttemptAt: Date | null;
  lastAttempt: { status: number | null; reason: string | null; durationMs: number } | null;
};

/** What a test send found out. */
export type TestView = {
  delivered: boolean;
  status: number | null;
  reason: string | null;
  durationMs: number;
  steps: readonly { step: string; ms: number }[];
  request: { headers: Readonly<Record<string, string>>; body: string };
  response: { headers: Readonly<Record<string, string>>; body: string } | null;
};

/** An event of the catalogue, by name. */
export type EventChoice = { type: string; summary: string };
