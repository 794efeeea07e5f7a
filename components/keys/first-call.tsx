"use client";

import { unstable_rethrow } from "next/navigation";
import { useEffect, useRef, useState, useTransition } from "react";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { CodeBlock } from "@/components/ui/code-block";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Tabs } from "@/components/ui/tabs";
import type { KeyFormState } from "./key-form-state";
import { requestCodeSnippets } from "./snippets";

const TEST_ADDRESS = "verified@ninepin.test";

/** One button that makes a test key, and then the first call with that key in it, ready to paste. */
export function FirstCall({
  apiUrl,
  createKey,
  first,
}: {
  apiUrl: string;
  createKey: () => Promise<KeyFormState>;
  /** Whether this is what to do next, or was done before. */
  first: boolean;
}) {
  const [key, setKey] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [email, setEmail] = useState(TEST_ADDRESS);
  const [pending, startTransition] = useTransition();
  const address = useRef<HTMLInputElement>(null);

  useEffect(() => {
    if (key) address.current?.focus();
  }, [key]);

  const create = () =>
    startTransition(async () => {
      try {
        const made = await createKey();
        if (made.status === "created") setKey(made.created.key);
        else setProblem(made.message);
      } catch (error) {
        unstable_rethrow(error);
        setProblem("We could not reach Ninepin. Try again.");
      }
    });

  if (!key) {
    return (
      <div className="grid justify-items-start gap-3">
        <Button variant={first ? "primary" : "plain"} pending={pending} pendingLabel="Creating" onClick={create}>
          Create a test key
        </Button>
        {problem ? (
          <p role="alert" className="text-13 text-danger-text">
            {problem}
          </p>
        ) : null}
      </div>
    );
  }
  return (
    <div className="grid grid-cols-1 gap-4">
      <div className="max-w-80">
        <Field name="email" label="Send the code to" hint="Any address. In test nothing is sent to it.">
          <Input
            ref={address}
            type="email"
            value={email}
            onChange={(event) => setEmail(event.target.value)}
            autoComplete="off"
          />
        </Field>
      </div>
      <Tabs
        label="Language"
        tabs={requestCodeSnippets({ apiUrl, key, email: email.trim() || TEST_ADDRESS }).map(
          ({ name, label, code }) => ({
            value: name,
            label,
            content: (
              <div className="pt-3">
                <CodeBlock label={`${label}: ask for a code`} code={code} />
              </div>
            ),
          }),
        )}
      />
      <Callout tone="warn" title="This is the only time you see this key">
        We keep only a hash of it. Copy the command, or make another key later.
      </Callout>
    </div>
  );
}
