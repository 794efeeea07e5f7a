"use client";

import {
  type FormEvent,
  type KeyboardEvent,
  type ReactNode,
  startTransition,
  useCallback,
  useEffect,
  useRef,
} from "react";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { useToast } from "@/components/ui/toast";
import { useLeaveGuard } from "@/components/ui/use-leave-guard";
import { changesInWords } from "./merge-values";
import { SettingProblems } from "./setting-problems";
import type { Values } from "./setting-text";
import type { SaveSettings } from "./settings-state";
import { SettingsFormProvider, useSettingsForm } from "./use-settings-form";

export type SettingsFormProps = {
  /** What the form is about: "codes". */
  topic: string;
  version: number;
  values: Values;
  /** Whether this member may save. */
  allowed: boolean;
  save: SaveSettings;
  /** When and for what a change holds, in a sentence. */
  effect: string;
  /** What stands beside the fields and follows what is typed. */
  aside?: ReactNode;
  children: ReactNode;
};

/** A short form of settings: what was typed is never lost, and what saving would change stands above the button. */
export function SettingsForm({ topic, version, values, allowed, save, effect, aside, children }: SettingsFormProps) {
  const toast = useToast();
  const form = useRef<HTMLFormElement>(null);
  const onSaved = useCallback(() => toast({ title: "Settings saved" }), [toast]);
  const { kept, changed, pending, state, send, set, submit } = useSettingsForm({ version, values }, save, onSaved);
  const errors = state.status === "refused" ? state.fields : {};
  const dirty = changed.length > 0;

  useEffect(() => {
    if (state.status === "refused" || state.status === "conflict") focusFirstProblem(form.current);
  }, [state]);

  useLeaveGuard(dirty);

  const saveByButton = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    if (!pending) startTransition(() => submit(data));
  };
  const saveByKeys = (event: KeyboardEvent) => {
    if (!(event.ctrlKey || event.metaKey) || (event.key.toLowerCase() !== "s" && event.key !== "Enter")) return;
    event.preventDefault();
    if (allowed) form.current?.requestSubmit();
  };

  return (
    <SettingsFormProvider
      value={{ values: kept.typed, set, errors, theirs: kept.theirs, author: kept.author, allowed }}
    >
      <form
        ref={form}
        action={send}
        onSubmit={saveByButton}
        onKeyDown={saveByKeys}
        aria-label={`Settings of ${topic}`}
        data-unsaved={dirty || undefined}
        className={
          aside ? "grid grid-cols-1 gap-3.5 lg:grid-cols-[minmax(0,1fr)_20rem] lg:items-start" : "grid gap-3.5"
        }
        noValidate
      >
        <input type="hidden" name="version" value={kept.version} />
        <div className="grid min-w-0 grid-cols-1 gap-3.5">
          <SettingProblems state={state} theirs={kept.theirs} author={kept.author} />
          {children}
          {allowed ? (
            <div className="flex flex-wrap items-center gap-x-4 gap-y-3 rounded-3 border border-line bg-surface px-4 py-3">
              <div className="min-w-0 flex-1 basis-64">
                <p className="flex flex-wrap items-center gap-2 font-medium">
                  What changes {dirty ? <Badge tone="warn">Not saved yet</Badge> : null}
                </p>
                <p className="break-words text-13 text-muted">
                  {changesInWords(kept.base, kept.typed) ?? "Nothing so far."} {effect}
                </p>
              </div>
              <Button type="submit" variant="primary" pending={pending} pendingLabel="Saving">
                Save {topic}
              </Button>
            </div>
          ) : (
            <Callout>
              You can look at these settings. Owners, admins and developers can change them, while nothing is suspended.
            </Callout>
          )}
        </div>
        {aside ? <div className="min-w-0 lg:sticky lg:top-5">{aside}</div> : null}
      </form>
    </SettingsFormProvider>
  );
}

function focusFirstProblem(form: HTMLFormElement | null): void {
  const first = form?.querySelector("[aria-invalid=true]");
  if (first instanceof HTMLElement) first.focus();
}
