"use client";

import { useState, useTransition } from "react";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Field } from "@/components/ui/field";
import type { Outcome } from "@/components/ui/outcome";
import { Select } from "@/components/ui/select";
import { ShownSecret } from "./shown-secret";

const OVERLAPS = [
  { seconds: 86_400, label: "24 hours: both sign until then" },
  { seconds: 604_800, label: "7 days: both sign until then" },
  { seconds: 0, label: "Now: the old one stops at once" },
] as const;

export type RotateSecretProps = { rotate: (overlapSeconds: number) => Promise<Outcome<string>> };

/** Makes a new signing secret and shows it, this once. */
export function RotateSecret({ rotate }: RotateSecretProps) {
  const [overlap, setOverlap] = useState<number>(86_400);
  const [outcome, setOutcome] = useState<Outcome<string> | null>(null);
  const [pending, startTransition] = useTransition();
  if (outcome?.ok) return <ShownSecret secret={outcome.value} />;
  return (
    <div className="grid max-w-xl grid-cols-1 gap-4">
      {outcome ? (
        <div role="alert">
          <Callout tone="danger">{outcome.message}</Callout>
        </div>
      ) : null}
      <Field name="overlap" label="The old secret ends" hint="Change your server over in the meantime.">
        <Select value={overlap} onChange={(event) => setOverlap(Number(event.target.value))}>
          {OVERLAPS.map(({ seconds, label }) => (
            <option key={seconds} value={seconds}>
              {label}
            </option>
          ))}
        </Select>
      </Field>
      <div>
        <Button
          variant="primary"
          pending={pending}
          pendingLabel="Making one"
          onClick={() => startTransition(async () => setOutcome(await rotate(overlap)))}
        >
          Make a new secret
        </Button>
      </div>
    </div>
  );
}
