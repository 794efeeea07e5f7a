import type { EnterCodeState } from "@/components/account/enter-code-state";
import { secondsUntil } from "@/lib/core/clock";
import type { SignInState } from "@/lib/session";

/** What the page starts with, and what it knows after another code was sent. */
export function enterCodeState(signIn: SignInState, now: Date): EnterCodeState {
  return {
    codeLength: signIn.codeLength,
    lifetimeMinutes: Math.max(1, Math.round((signIn.expiresAt.getTime() - signIn.sentAt.getTime()) / 60_000)),
    resendSeconds: secondsUntil(signIn.resendAt, now),
    refusals: 0,
    problem: null,
    notice: null,
  };
}
