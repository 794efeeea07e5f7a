"use client";

import { useActionState, useEffect, useRef } from "react";
import { Button } from "@/components/ui/button";
import type { Outcome } from "@/components/ui/outcome";
import { useToast } from "@/components/ui/toast";

/** What the last press led to, and how many led to something: two that answer alike are told twice. */
export type SentTestCode = { count: number; outcome: Outcome<{ code: string; to: string }> | null };

export type SendTestCodeProps = {
  send: (state: SentTestCode) => Promise<SentTestCode>;
};

/** Asks for a code as an app would, with one press. It lands in the Mailbox. */
export function SendTestCode({ send }: SendTestCodeProps) {
  const [{ count, outcome }, action, pending] = useActionState(send, { count: 0, outcome: null });
  const toast = useToast();
  const told = useRef(0);

  useEffect(() => {
    if (count === told.current || outcome === null) return;
    told.current = count;
    if (outcome.ok) {
      const { code, to } = outcome.value;
      toast({ title: `${code} is in the Mailbox`, description: `Sent to ${to}. That code works.` });
    } else toast({ title: "No code was sent", description: outcome.message, tone: "danger" });
  }, [count, outcome, toast]);

  return (
    <form action={action}>
      <Button type="submit" variant="primary" pending={pending} pendingLabel="Sending">
        Send a test code
      </Button>
    </form>
  );
}
