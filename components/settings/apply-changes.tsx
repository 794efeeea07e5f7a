"use client";

import { type ReactElement, useState, useTransition } from "react";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Dialog } from "@/components/ui/dialog";
import { Rack } from "@/components/ui/rack";
import { useToast } from "@/components/ui/toast";
import { type Change, SettingChanges } from "./setting-changes";

/** What would change, and the version that it was worked out against. */
export type Preview = { ok: true; version: number; changes: readonly Change[] } | { ok: false; problem: string };

export type ApplyChangesProps = {
  title: string;
  trigger: ReactElement;
  /** The verb, its present, and what has happened: "Restore", "Restoring", "Version 3 restored". */
  words: { verb: string; present: string; done: string };
  look: () => Promise<Preview>;
  /** Makes it so, if the settings are still of that version; answers what went wrong, if anything did. */
  apply: (version: number) => Promise<string | undefined>;
};

const OFFLINE = "We could not reach Ninepin. Try again.";

/** Shows what would change before it is changed. */
export function ApplyChanges({ title, trigger, words, look, apply }: ApplyChangesProps) {
  const toast = useToast();
  const [open, setOpen] = useState(false);
  const [preview, setPreview] = useState<Preview | null>(null);
  const [problem, setProblem] = useState<string>();
  const [, startLooking] = useTransition();
  const [pending, startTransition] = useTransition();

  const change = (next: boolean) => {
    setOpen(next);
    if (!next) return;
    setPreview(null);
    setProblem(undefined);
    startLooking(async () => {
      const found = await look().catch(() => ({ ok: false, problem: OFFLINE }) as const);
      startLooking(() => setPreview(found));
    });
  };
  const confirm = (version: number) =>
    startTransition(async () => {
      const reason = await apply(version).catch(() => OFFLINE);
      startTransition(() => {
        setProblem(reason);
        if (reason !== undefined) return;
        setOpen(false);
        toast({ title: words.done });
      });
    });

  const changes = preview?.ok ? preview.changes : [];
  return (
    <Dialog
      title={title}
      description="What will change against the settings as they are now:"
      trigger={trigger}
      open={open}
      onOpenChange={change}
      footer={
        <>
          <Button onClick={() => change(false)}>Cancel</Button>
          <Button
            variant="primary"
            disabled={!preview?.ok || changes.length === 0}
            pending={pending}
            pendingLabel={words.present}
            onClick={() => {
              if (preview?.ok) confirm(preview.version);
            }}
          >
            {words.verb}
          </Button>
        </>
      }
    >
      <div role="alert">
        {(problem ?? (preview?.ok === false ? preview.problem : undefined)) ? (
          <Callout tone="danger">{problem ?? (preview?.ok === false ? preview.problem : null)}</Callout>
        ) : null}
      </div>
      {preview === null ? (
        <p className="flex items-center gap-2 text-muted">
          <Rack size={16} motion="spinning" /> Comparing
        </p>
      ) : null}
      {preview?.ok ? <SettingChanges changes={changes} label="What will change" /> : null}
    </Dialog>
  );
}
