"use client";

import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import { domainPath, type EnvironmentKind } from "@/components/frame/paths";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import type { Outcome } from "@/components/ui/outcome";
import type { SuggestionView } from "./domain-view";

export type AddDomainProps = {
  project: string;
  environment: EnvironmentKind;
  suggest: (entered: string) => Promise<Outcome<SuggestionView>>;
  add: (name: string) => Promise<Outcome<string>>;
};

/** Each step begins with its first control: what had the focus in the step before is gone. */
const takeFocus = (element: HTMLElement | null) => element?.focus();

/** The button that adds a domain, and its dialog: what was entered, then which name of it to send from. */
export function AddDomain({ project, environment, suggest, add }: AddDomainProps) {
  const router = useRouter();
  const [open, setOpen] = useState(false);
  const [entered, setEntered] = useState("");
  const [suggestion, setSuggestion] = useState<SuggestionView | null>(null);
  const [chosen, setChosen] = useState("");
  const [problem, setProblem] = useState<string>();
  const [pending, startTransition] = useTransition();

  const change = (next: boolean) => {
    setOpen(next);
    setSuggestion(null);
    setProblem(undefined);
    if (next) setEntered("");
  };
  const look = () =>
    startTransition(async () => {
      const outcome = await suggest(entered);
      setProblem(outcome.ok ? undefined : outcome.message);
      setSuggestion(outcome.ok ? outcome.value : null);
      if (outcome.ok) setChosen(outcome.value.suggested);
    });
  const save = () =>
    startTransition(async () => {
      const outcome = await add(chosen);
      if (!outcome.ok) return setProblem(outcome.message);
      setOpen(false);
      router.push(domainPath(project, environment, outcome.value));
    });
  const names = suggestion ? [...new Set([suggestion.suggested, suggestion.name])] : [];

  return (
    <Dialog
      title="Add a domain"
      trigger={
        <Button variant="primary" data-main-action="Add domain">
          Add domain
        </Button>
      }
      open={open}
      onOpenChange={change}
    >
      <form
        noValidate
        className="grid grid-cols-1 gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (suggestion) save();
          else look();
        }}
      >
        {suggestion ? (
          <fieldset className="grid gap-2">
            <legend className="pb-1 font-medium">Send from</legend>
            {names.map((name) => (
              <label key={name} className="flex min-h-8 items-center gap-2 pointer-coarse:min-h-control">
                <input
                  ref={name === suggestion.suggested ? takeFocus : undefined}
                  type="radio"
                  name="domain"
                  checked={chosen === name}
                  onChange={() => setChosen(name)}
                />
                <span className="break-all">login@{name}</span>
              </label>
            ))}
            <p className="text-13 text-muted">
              {names.length > 1
                ? "A name of its own for mail keeps the rest of the domain out of it. "
                : "That name is used as it is. "}
              {suggestion.dnsHost ? `DNS is at ${suggestion.dnsHost.name}.` : ""}
            </p>
            <div role="alert">{problem ? <Callout tone="danger">{problem}</Callout> : null}</div>
          </fieldset>
        ) : (
          <Field
            name="domain"
            label="Domain"
            hint="Your website’s address, or an email address of yours, is fine too."
            error={problem}
          >
            <Input
              ref={takeFocus}
              value={entered}
              onChange={(event) => setEntered(event.target.value)}
              placeholder="northwind.dev"
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
              required
            />
          </Field>
        )}
        <div className="flex flex-wrap justify-end gap-2">
          {suggestion ? <Button onClick={() => setSuggestion(null)}>Back</Button> : null}
          <Button type="submit" variant="primary" pending={pending} pendingLabel={suggestion ? "Adding" : "Looking"}>
            {suggestion ? "Add domain" : "Next"}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
