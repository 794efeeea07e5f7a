import { Status } from "@/components/ui/status";
import type { DeliveryView, WebhookView } from "./webhook-view";

/** How an endpoint stands, in words. */
export function WebhookStatus({ webhook }: { webhook: Pick<WebhookView, "status" | "failures"> }) {
  // Turned off by hand is nothing to worry about; turned off because nothing arrived is.
  if (webhook.status === "off") return <Status kind={webhook.failures > 0 ? "blocked" : "expired"}>Off</Status>;
  if (webhook.status === "on") return <Status kind="verified">On</Status>;
  return (
    <Status kind="failed">
      Failing<span className="num font-normal">{webhook.failures} in a row</span>
    </Status>
  );
}

/** How a delivery stands, with the answer's status. */
export function DeliveryStatus({ delivery }: { delivery: Pick<DeliveryView, "status" | "lastAttempt"> }) {
  const code = delivery.lastAttempt?.status ?? null;
  const [kind, word] =
    delivery.status === "delivered"
      ? (["verified", "Delivered"] as const)
      : delivery.status === "failed"
        ? (["failed", "Failed"] as const)
        : (["waiting", delivery.lastAttempt ? "Trying again" : "Waiting"] as const);
  return (
    <Status kind={kind}>
      {word}
      {code === null ? null : <span className="num font-normal">{code}</span>}
    </Status>
  );
}

/** `98.2 %`, or nothing where there was nothing. */
export function rateOf({ delivered, failed }: { delivered: number; failed: number }): string {
  const all = delivered + failed;
  if (all === 0) return "–";
  const percent = (100 * delivered) / all;
  return `${percent === 100 ? "100" : percent.toFixed(1)} %`;
}
