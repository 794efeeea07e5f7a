"use client";

import type { Route } from "next";
import Link from "next/link";
import { unstable_rethrow } from "next/navigation";
import { type FormEvent, useActionState, useEffect, useEffectEvent, useRef, useState, useTransition } from "react";
import { CodeField } from "@/components/code-field/code-field";
import { digitsOf, numberWord } from "@/components/code-field/digits";
import { Button } from "@/components/ui/button";
import type { EnterCodeAction, EnterCodeState, Problem } from "./enter-code-state";
import { Panel } from "./panel";
import { ProblemText } from "./problem-text";
import { ResendCode } from "./resend-code";
import { StillChecking } from "./still-checking";
import { shortCodeText } from "./words";

export type EnterCodeProps = {
  email: string;
  initial: EnterCodeState;
  action: EnterCodeAction;
  /** Where another address can be given. */
  changeHref: Route;
  /** Where codes land while the installation has no email provider. */
  mailboxHref?: Route;
};

const OFFLINE: Problem = { text: "You are offline. Your code is still here; we will check it when you are back." };
const NO_ANSWER: Problem = { text: "We could not be reached. Your code is still here; press Verify to try again." };

/**
 * Nine slots, a button for those who expect one, and a way to get another code. Works as two plain forms; with
 * JavaScript it also keeps the typed code when the connection is gone, which a plain form cannot.
 */
export function EnterCode({ email, initial, action, changeHref, mailboxHref }: EnterCodeProps) {
  const [posted, post] = useActionState(action, initial);
  const [state, setState] = useState(posted);
  /** What this page found out by itself; the server's last answer stands behind it. */
  const [local, setLocal] = useState<Problem | null>(null);
  const [doing, setDoing] = useState<"verify" | "resend" | null>(null);
  const [pending, startTransition] = useTransition();
  const [verifyNext, setVerifyNext] = useState(false);
  const verifyForm = useRef<HTMLFormElement>(null);

  const send = (form: FormData) => {
    setLocal(null);
    setDoing(form.get("intent") === "resend" ? "resend" : "verify");
    startTransition(async () => {
      try {
        const answer = await action(state, form);
        startTransition(() => setState(answer));
      } catch (error) {
        unstable_rethrow(error);
        startTransition(() => setLocal(navigator.onLine ? NO_ANSWER : OFFLINE));
      }
    });
  };

  const verify = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (pending) {
      // The mail may be here before the answer that it was sent.
      setVerifyNext(doing === "resend");
      return;
    }
    const form = new FormData(event.currentTarget);
    const typed = digitsOf(String(form.get("code") ?? "")).length;
    if (typed < state.codeLength) {
      setLocal({ text: shortCodeText(typed, state.codeLength) });
      event.currentTarget.querySelector<HTMLInputElement>("input[name=code]")?.focus();
    } else if (navigator.onLine) send(form);
    else setLocal(OFFLINE);
  };

  useEffect(() => {
    if (pending || !verifyNext) return;
    setVerifyNext(false);
    verifyForm.current?.requestSubmit();
  }, [pending, verifyNext]);

  const checkAgain = useEffectEvent(() => {
    if (local === OFFLINE) verifyForm.current?.requestSubmit();
  });
  useEffect(() => {
    const back = () => checkAgain();
    window.addEventListener("online", back);
    return () => window.removeEventListener("online", back);
  }, []);

  const checking = pending && doing === "verify";
  const problem = local ?? state.problem;
  return (
    <Panel
      title="Enter your code"
      lead={
        <p className="break-words">
          We sent {numberWord(state.codeLength)} digits to <span className="font-medium text-ink">{email}</span>.{" "}
          {`They work for ${state.lifetimeMinutes}\u00a0${state.lifetimeMinutes === 1 ? "minute" : "minutes"}.`}{" "}
          <Link href={changeHref} className="link">
            Change<span className="sr-only"> the address</span>
          </Link>
        </p>
      }
    >
      <form ref={verifyForm} action={post} onSubmit={verify} noValidate>
        <input type="hidden" name="intent" value="verify" />
        <CodeField
          length={state.codeLength}
          autoFocus
          busy={checking}
          refusals={state.refusals}
          error={problem ? <ProblemText problem={problem} /> : null}
        />
        <div className="mt-3 flex flex-wrap items-center gap-x-4 gap-y-2">
          <Button type="submit" variant="primary" size="large" pending={checking} pendingLabel="Checking">
            Verify
          </Button>
          <p role="status" className="text-muted">
            {checking ? <StillChecking /> : local ? null : state.notice}
          </p>
        </div>
      </form>
      <ResendCode
        post={post}
        send={send}
        state={state}
        pending={pending && doing === "resend"}
        mailboxHref={mailboxHref}
      />
    </Panel>
  );
}
