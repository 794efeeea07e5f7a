"use client";

import { useRouter } from "next/navigation";
import { useEffect, useTransition } from "react";
import type { VerificationRoute } from "@/components/frame/paths";
import { isTyping } from "@/components/keyboard/is-typing";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { useToast } from "@/components/ui/toast";

type Doing = () => Promise<string | undefined>;

export type VerificationActionsProps = {
  newer: VerificationRoute | null;
  older: VerificationRoute | null;
  /** Null where it cannot be done: it is over, or this member may only look. Each answers what went wrong. */
  resend: Doing | null;
  cancel: Doing | null;
};

/** Goes between verifications with the arrows and back with Escape; sends a code again, or ends it. */
export function VerificationActions({ newer, older, resend, cancel }: VerificationActionsProps) {
  const router = useRouter();
  const toast = useToast();
  const [pending, startTransition] = useTransition();
  const send = () =>
    startTransition(async () => {
      const problem = await resend?.();
      toast(problem ? { title: problem, tone: "danger" } : { title: "Sent again, with another code" });
    });

  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (isTyping(event) || event.defaultPrevented || document.querySelector("[role=alertdialog]")) return;
      if (event.key === "ArrowLeft" && newer) router.replace(newer);
      else if (event.key === "ArrowRight" && older) router.replace(older);
      else if (event.key === "Escape") router.back();
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
      {cancel ? (
        <ConfirmDialog
          title="Cancel this verification?"
          confirmLabel="Cancel verification"
          pendingLabel="Cancelling"
          cancelLabel="Keep it"
          danger
          trigger={<Button>Cancel</Button>}
          onConfirm={cancel}
        >
          None of its codes will be right any more. The user can ask for a new one.
        </ConfirmDialog>
      ) : null}
      {resend ? (
        <Button variant="primary" onClick={send} pending={pending} pendingLabel="Sending">
          Resend code
        </Button>
      ) : null}
    </>
  );
}
