import { Callout } from "@/components/ui/callout";
import type { Outcome } from "@/components/ui/outcome";

/** Why an action was refused, where no field of the form says it. */
export function Refusal({ outcome, shown }: { outcome: Outcome<unknown> | null; shown: readonly string[] }) {
  if (outcome === null || outcome.ok) return null;
  const named = Object.keys(outcome.fields);
  if (named.length > 0 && named.every((name) => shown.includes(name))) return null;
  const [first] = named.filter((name) => !shown.includes(name)).map((name) => outcome.fields[name]);
  return (
    <div role="alert">
      <Callout tone="danger">{first ?? outcome.message}</Callout>
    </div>
  );
}
