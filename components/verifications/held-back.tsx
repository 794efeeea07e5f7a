"use client";

import { useTransition } from "react";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Time } from "@/components/ui/time";
import { useToast } from "@/components/ui/toast";

export type HeldBackProps = {
  reason: string;
  createdAt: Date;
  expiresAt: Date | null;
  /** Null for somebody who may only look. Answers what went wrong, if anything did. */
  lift: (() => Promise<string | undefined>) | null;
};

/** Says that nothing is sent to a recipient, why and until when, and lets messages through again. */
export function HeldBack({ reason, createdAt, expiresAt, lift }: HeldBackProps) {
  const toast = useToast();
  const [pending, startTransition] = useTransition();
  const run = () =>
    startTransition(async () => {
      const problem = await lift?.();
      toast(problem ? { title: problem, tone: "danger" } : { title: "Messages are let through again" });
    });
  return (
    <Callout
      tone="warn"
      title="Nothing is sent to this recipient"
      actions={
        lift ? (
          <Button onClick={run} pending={pending} pendingLabel="Lifting">
            Let messages through
          </Button>
        ) : null
      }
    >
      {reason === "complained" ? "A message to them was called unwanted" : "A message to them bounced"}{" "}
      <Time value={createdAt} />. {expiresAt ? <Ends at={expiresAt} /> : "It lasts until you lift it."}
    </Callout>
  );
}

function Ends({ at }: { at: Date }) {
  return (
    <>
      It ends by itself <Time value={at} />.
    </>
  );
}
