"use client";

import { type ReactNode, useActionState, useState } from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import type { Problem } from "./enter-code-state";
import { Panel } from "./panel";
import { ProblemText } from "./problem-text";
import { SendingCode } from "./sending-code";

export type EmailStepState = { email: string; problem: Problem | null };

export type EmailStepProps = {
  title: string;
  lead: ReactNode;
  label: string;
  action: (state: EmailStepState, form: FormData) => Promise<EmailStepState>;
  email?: string;
  /** Where to go once signed in, for whoever came from a page that wants a member. */
  next?: string | null;
  children?: ReactNode;
};

/** One field, one button. While the code is being sent, the next screen shows already. */
export function EmailStep({ title, lead, label, action, email = "", next = null, children }: EmailStepProps) {
  const [state, send, pending] = useActionState(action, { email, problem: null });
  const [typed, setTyped] = useState(state.email);

  return (
    <>
      {pending ? <SendingCode email={typed} /> : null}
      <div hidden={pending} className="w-full max-w-[30rem]">
        <Panel title={title} lead={lead}>
          {/* The server says what is wrong, in the same words with and without JavaScript. */}
          <form action={send} noValidate className="flex flex-col gap-4">
            {next === null ? null : <input type="hidden" name="next" value={next} />}
            <Field name="email" label={label} error={state.problem ? <ProblemText problem={state.problem} /> : null}>
              <Input
                type="email"
                size="large"
                autoComplete="email"
                autoCapitalize="none"
                spellCheck={false}
                autoFocus
                required
                maxLength={320}
                placeholder="name@company.com"
                value={typed}
                onChange={(event) => setTyped(event.target.value)}
              />
            </Field>
            <Button type="submit" variant="primary" size="large" pending={pending}>
              Send me a code
            </Button>
          </form>
          {children}
        </Panel>
      </div>
    </>
  );
}
