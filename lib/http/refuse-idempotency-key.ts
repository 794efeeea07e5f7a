import { fail } from "@/lib/core/errors";

/**
 * Refuses a request that asks to be done once (400 `invalid_request`): nothing here keeps an Idempotency-Key yet, and
 * whoever sends one would trust a retry to send nothing twice.
 */
export function refuseIdempotencyKey(headers: Headers): void {
  if (!headers.has("idempotency-key")) return;
  const message = "Is not supported yet";
  fail("invalid_request", { detail: `Idempotency-Key: ${message}`, fields: [{ path: "Idempotency-Key", message }] });
}
