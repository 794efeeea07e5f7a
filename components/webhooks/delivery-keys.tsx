"use client";

import { useRouter } from "next/navigation";
import { useEffect, useState, useTransition } from "react";
import type { DeliveryRoute } from "@/components/frame/paths";
import { isTyping } from "@/components/keyboard/is-typing";
import { Button } from "@/components/ui/button";
import { useToast } from "@/components/ui/toast";

export type DeliveryKeysProps = {
  /** Where the newer and the older delivery are. */
  newer: DeliveryRoute | null;
  older: DeliveryRoute | null;
  /** Null for somebody who may only look. */
  resend: (() => Promise<string | undefined>) | null;
};

/** Goes between deliveries with the left and right arrows, and sends one again with R. */
export function DeliveryKeys({ newer, older, resend }: DeliveryKeysProps) {
  const router = useRouter();
  const toast = useToast();
  const [asked, setAsked] = useState(0);
  const [pending, startTransition] = useTransition();
  const send = () => {
    if (resend === null || pending) return;
    setAsked(asked + 1);
    startTransition(async () => {
      const problem = await resend();
      toast(problem ? { title: problem, tone: "danger" } : { title: "Sending it again" });
    });
  };

  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (isTyping(event)) return;
      if (event.key === "ArrowLeft" && newer) router.replace(newer);
      else if (event.key === "ArrowRight" && older) router.replace(older);
      else if (event.key.toLowerCase() === "r") send();
      else return;
      event.preventDefault();
    };
    window.addEventListener("keydown", listen);
    return () => window.removeEventListener("keydown", listen);
  });

  return (
    <>
      <Button aria-keyshortcuts="ArrowLeft" disabled={!newer} onClick={() => newer && router.replace(newer)}>
        Newer
      </Button>
      <Button aria-keyshortcuts="ArrowRight" disabled={!older} onClick={() => older && router.replace(older)}>
        Older
      </Button>
      {resend ? (
        <Button variant="primary" aria-keyshortcuts="R" onClick={send} pending={pending} pendingLabel="Sending">
          Resend
        </Button>
      ) : null}
    </>
  );
}
