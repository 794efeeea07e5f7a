"use client";

import type { Route } from "next";
import Link from "next/link";
import { useMemo } from "react";
import { Button } from "@/components/ui/button";
import { useAlive } from "@/components/ui/use-alive";
import type { EnterCodeState } from "./enter-code-state";
import { useCountdown } from "./use-countdown";
import { clockText } from "./words";

export type ResendCodeProps = {
  /** The plain form's action. */
  post: (form: FormData) => void;
  send: (form: FormData) => void;
  state: EnterCodeState;
  pending: boolean;
  mailboxHref?: Route;
};

/** Another code, after a wait that grows. Without JavaScript the button is always there and the server says no. */
export function ResendCode({ post, send, state, pending, mailboxHref }: ResendCodeProps) {
  const wait = useMemo(() => ({ waitSeconds: state.resendSeconds }), [state]);
  const left = useCountdown(wait);
  const waiting = useAlive() && left > 0;

  return (
    <div className="mt-6 flex flex-wrap items-center gap-x-3 gap-y-2 border-line border-t pt-4 text-muted">
      {mailboxHref ? (
        <p>
          No email provider is set up here. Your code is in the Mailbox:{" "}
          <Link href={mailboxHref} className="link whitespace-nowrap" prefetch={false}>
            Open the Mailbox
          </Link>
        </p>
      ) : (
        <p>No email yet? Check spam, or ask for a new code.</p>
      )}
      <form
        className="flex items-center gap-2"
        action={post}
        onSubmit={(event) => {
          event.preventDefault();
          if (!pending && !waiting) send(new FormData(event.currentTarget));
        }}
      >
        <input type="hidden" name="intent" value="resend" />
        <Button type="submit" size="small" disabled={waiting} pending={pending} pendingLabel="Sending">
          Send a new code
        </Button>
        {waiting ? <span className="num">in {clockText(left)}</span> : null}
      </form>
    </div>
  );
}
