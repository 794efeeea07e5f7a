import { STATUS_CODES } from "node:http";
import { oneLine } from "@/lib/core/one-line";
import type { EgressOutcome } from "@/lib/egress";
import type { Deps } from "@/lib/ports";
import { bodyOf, signedHeaders } from "./signature";

const EXCERPT = 160;

/** What is sent, where to, and with which secrets. */
export type Sending = {
  environmentId: string;
  url: string;
  secrets: readonly string[];
  event: { id: string; type: string; at: Date; data: object };
};

/** One attempt and what came of it. `reason` is null where it was delivered. */
export type Attempted = {
  at: Date;
  headers: Record<string, string>;
  body: string;
  outcome: EgressOutcome;
  reason: string | null;
};

/** Signs an event and sends it once. Only a 2xx counts as delivered. Never throws. */
export async function attempt(
  deps: Pick<Deps, "clock" | "egress">,
  { environmentId, url, secrets, event }: Sending,
  signal?: AbortSignal,
): Promise<Attempted> {
  const at = deps.clock.now();
  const body = bodyOf(event);
  const headers = signedHeaders({ id: event.id, body }, secrets, at);
  const outcome = await deps.egress.send({ url, environmentId, headers, body }, signal);
  return { at, headers, body, outcome, reason: reasonOf(outcome) };
}

/** Why an attempt failed, in words for whoever owns the endpoint. */
function reasonOf({ reply, failure }: EgressOutcome): string | null {
  if (failure !== null) return failure.message;
  const { status, headers, body } = reply;
  if (status >= 200 && status < 300) return null;
  if (status >= 300 && status < 400) {
    return headers.location
      ? `Redirect to ${oneLine(headers.location, 200)} (not followed)`
      : "Redirect (not followed)";
  }
  const title = `${status} ${STATUS_CODES[status] ?? ""}`.trim();
  const excerpt = oneLine(body, EXCERPT);
  return excerpt === "" ? title : `${title}: ${excerpt}`;
}
