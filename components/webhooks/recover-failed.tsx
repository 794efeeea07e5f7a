"use client";

import { useState, useTransition } from "react";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import type { Outcome } from "@/components/ui/outcome";
import { Select } from "@/components/ui/select";
import { useToast } from "@/components/ui/toast";

const SINCE = [
  { hours: 1, label: "The last hour" },
  { hours: 24, label: "The last 24 hours" },
  { hours: 168, label: "The last seven days" },
  { hours: 720, label: "The last 30 days" },
] as const;

export type RecoverFailedProps = {
  /** Counts what failed in the last so many hours, or sends it again. */
  recover: (hours: number, dryRun: boolean) => Promise<Outcome<number>>;
};

/** Sends everything again that failed since a time: says how much that is before it does. */
export function RecoverFailed({ recover }: RecoverFailedProps) {
  const toast = useToast();
  const [open, setOpen] = useState(false);
  const [hours, setHours] = useState<number>(24);
  const [count, setCount] = useState<number | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [pending, startTransition] = useTransition();

  const run = (dryRun: boolean) =>
    startTransition(async () => {
      const outcome = await recover(hours, dryRun);
      setProblem(outcome.ok ? null : outcome.message);
      if (!outcome.ok) return;
      if (dryRun) return setCount(outcome.value);
      setOpen(false);
      toast({ title: `Sending ${outcome.value} again` });
    });

  return (
    <Dialog
      title="Recover failed deliveries"
      description="What failed for good is sent again, each under its own id."
      trigger={<Button>Recover failed</Button>}
      open={open}
      onOpenChange={(next) => {
        setOpen(next);
        setCount(null);
      }}
    >
      <div className="grid grid-cols-1 gap-4">
        <Field name="since" label="Since">
          <Select
            value={hours}
            onChange={(event) => {
              setHours(Number(event.target.value));
              setCount(null);
            }}
          >
            {SINCE.map((row) => (
              <option key={row.hours} value={row.hours}>
                {row.label}
              </option>
            ))}
          </Select>
        </Field>
        <div aria-live="polite">
          {problem ? <Callout tone="danger">{problem}</Callout> : null}
          {count === 0 ? <Callout>Nothing has failed in that time.</Callout> : null}
          {count ? (
            <Callout tone="info">
              {count === 1 ? "One delivery is sent again." : `${count} deliveries are sent again.`}
            </Callout>
          ) : null}
        </div>
        <div className="flex justify-end">
          {count ? (
            <Button variant="primary" pending={pending} pendingLabel="Sending" onClick={() => run(false)}>
              {count === 1 ? "Send it again" : `Send ${count} again`}
            </Button>
          ) : (
            <Button variant="primary" pending={pending} pendingLabel="Counting" onClick={() => run(true)}>
              Count them
            </Button>
          )}
        </div>
      </div>
    </Dialog>
  );
}
