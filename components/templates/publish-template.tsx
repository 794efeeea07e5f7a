"use client";

import { useState, useTransition } from "react";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import type { Outcome } from "@/components/ui/outcome";
import { Time } from "@/components/ui/time";
import { TemplateChanges } from "./template-changes";
import { beginning, type Change } from "./template-view";

/** Another version than the one that was read: somebody published it meanwhile. */
export type NewerVersion = { version: number; author: string; at: string };

export type PublishTemplateProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** What it is going to be. */
  version: number;
  changes: Outcome<readonly Change[]> | null;
  /** The HTML of what is sent and of what will be; null where the channel has none. */
  frames: { before: string; after: string } | null;
  /** Who was faster; the draft is to be compared with theirs before it can be published. */
  newer: NewerVersion | null;
  onCompare: () => void;
  publish: (note: string) => Promise<"published" | "newer" | { refused: string }>;
};

/** What publishing would change, a note for those who look at it later, and the button. */
export function PublishTemplate(props: PublishTemplateProps) {
  const { open, onOpenChange, version, changes, frames, newer, onCompare, publish } = props;
  const [note, setNote] = useState("");
  const [problem, setProblem] = useState<string>();
  const [pending, startTransition] = useTransition();
  const refused = problem ?? (changes && !changes.ok ? changes.message : undefined);
  const ready = newer === null && changes?.ok === true && changes.value.length > 0;
  const confirm = () =>
    startTransition(async () => {
      const done = await publish(note);
      setProblem(typeof done === "string" ? undefined : done.refused);
      if (done !== "published") return;
      setNote("");
      onOpenChange(false);
    });
  return (
    <Dialog title={`Publish version ${version}`} open={open} onOpenChange={onOpenChange} wide>
      <form
        className="grid grid-cols-1 gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (ready && !pending) confirm();
        }}
      >
        <div role="alert">
          {refused ? <Callout tone="danger">{refused}</Callout> : null}
          {newer ? (
            <Callout
              tone="warn"
              title={`${beginning(newer.author)} published v${newer.version} meanwhile`}
              actions={
                <Button size="small" onClick={onCompare}>
                  Compare with v{newer.version}
                </Button>
              }
            >
              <Time value={newer.at} />. Yours is kept as a draft.
            </Callout>
          ) : null}
        </div>
        {changes === null ? <p className="text-muted">Comparing</p> : null}
        {changes?.ok && newer === null ? <TemplateChanges changes={changes.value} /> : null}
        {frames && ready ? (
          <div className="grid gap-3 md:grid-cols-2">
            <Frame title="Now" src={frames.before} />
            <Frame title="From now on" src={frames.after} />
          </div>
        ) : null}
        <Field name="note" label="Note" hint="For those who look at the versions later.">
          <Input value={note} maxLength={200} autoComplete="off" onChange={(event) => setNote(event.target.value)} />
        </Field>
        <div className="flex justify-end">
          <Button type="submit" variant="primary" disabled={!ready} pending={pending} pendingLabel="Publishing">
            Publish v{version}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

function Frame({ title, src }: { title: string; src: string }) {
  return (
    <figure className="min-w-0">
      <figcaption className="pb-1 font-medium text-13">{title}</figcaption>
      <iframe
        title={title}
        sandbox=""
        src={src}
        className="block h-72 w-full border border-line bg-[#fff] scheme-light"
      />
    </figure>
  );
}
