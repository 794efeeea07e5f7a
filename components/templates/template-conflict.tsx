"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Dialog } from "@/components/ui/dialog";
import { Time } from "@/components/ui/time";
import { SideBySide } from "./side-by-side";
import { beginning, type Theirs } from "./template-view";

export type TemplateConflictProps = {
  theirs: Theirs;
  onChoose: (theirs: Theirs, keepMine: boolean) => void;
};

/** Says that somebody else was faster, and shows both texts before either is given up. */
export function TemplateConflict({ theirs, onChoose }: TemplateConflictProps) {
  const [open, setOpen] = useState(false);
  const choose = (keepMine: boolean) => () => {
    setOpen(false);
    onChoose(theirs, keepMine);
  };
  return (
    <div role="alert">
      <Callout
        tone="warn"
        title={titleOf(theirs)}
        actions={
          <Button size="small" onClick={() => setOpen(true)}>
            Compare
          </Button>
        }
      >
        {theirs.at ? (
          <>
            {theirs.revision > 0 ? "Saved" : "Published"} <Time value={theirs.at} />.{" "}
          </>
        ) : null}
        What you wrote is still here, and not saved.
      </Callout>
      <Dialog
        title="Compare both"
        description="Choose which one to go on with. The other one can be brought back for ten seconds."
        open={open}
        onOpenChange={setOpen}
        wide
        footer={
          <>
            <Button onClick={choose(false)}>Use {nameOf(theirs)}</Button>
            <Button variant="primary" onClick={choose(true)}>
              Keep mine
            </Button>
          </>
        }
      >
        <SideBySide changes={theirs.changes} before={columnOf(theirs)} after="Mine, not saved" />
      </Dialog>
    </div>
  );
}

function titleOf({ author, revision, version }: Theirs): string {
  if (revision > 0 && author === "you") return "You saved this draft somewhere else";
  if (revision > 0) return `${beginning(author)} saved this draft while you were writing`;
  if (version > 0) return `This draft is gone: version ${version} is what is sent`;
  return "This draft was discarded while you were writing";
}

function nameOf({ author, revision }: Theirs): string {
  if (revision === 0) return "what is sent";
  return author === "you" ? "the other one" : "theirs";
}

function columnOf({ author, revision, version }: Theirs): string {
  if (revision > 0) return author === "you" ? "Saved elsewhere" : `Draft by ${author}`;
  return version > 0 ? `Version ${version}, which is sent` : "The built-in design";
}
