"use client";

import Link from "next/link";
import { useState, useTransition } from "react";
import type { TemplateRoute } from "@/components/frame/paths";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Dialog } from "@/components/ui/dialog";
import type { Outcome } from "@/components/ui/outcome";
import { TemplateChanges } from "./template-changes";
import type { Content, LiveTemplate } from "./template-view";

/** The same template in live, and how it is compared and written there. */
export type LiveSide = {
  href: TemplateRoute;
  compare: (content: Content) => Promise<Outcome<LiveTemplate>>;
  copy: (over: { version: number; revision: number }, content: Content) => Promise<string | undefined>;
};

/** Shows what a template would change in live, and makes it the draft there. Nothing is sent until that is published. */
export function CopyToLive({ live: { href, compare, copy }, content }: { live: LiveSide; content: Content }) {
  const [open, setOpen] = useState(false);
  const [live, setLive] = useState<LiveTemplate | null>(null);
  const [problem, setProblem] = useState<string>();
  const [copied, setCopied] = useState(false);
  const [pending, startTransition] = useTransition();
  const change = (next: boolean) => {
    setOpen(next);
    if (!next) return;
    setLive(null);
    setProblem(undefined);
    setCopied(false);
    startTransition(async () => {
      const read = await compare(content);
      if (read.ok) setLive(read.value);
      else setProblem(read.message);
    });
  };
  const confirm = () =>
    startTransition(async () => {
      if (!live) return;
      const reason = await copy({ version: live.version, revision: live.revision }, content);
      setProblem(reason);
      setCopied(reason === undefined);
    });
  return (
    <Dialog
      title="Copy to live"
      trigger={<Button>Copy to live</Button>}
      open={open}
      onOpenChange={change}
      wide
      footer={
        copied ? (
          <Link href={href} className="link py-1">
            Open the draft in live
          </Link>
        ) : (
          <Button
            variant="primary"
            disabled={!live || live.changes.length === 0}
            pending={live !== null && pending}
            pendingLabel="Copying"
            onClick={confirm}
          >
            Copy as a draft
          </Button>
        )
      }
    >
      <div className="grid grid-cols-1 gap-4">
        <div role="alert" className="empty:hidden">
          {problem ? <Callout tone="danger">{problem}</Callout> : null}
        </div>
        {copied ? (
          <p role="status">It is a draft in live now. Users there see it once you publish it.</p>
        ) : live ? (
          <Comparison live={live} />
        ) : problem ? null : (
          <p className="text-muted">Comparing</p>
        )}
      </div>
    </Dialog>
  );
}

function Comparison({ live }: { live: LiveTemplate }) {
  return (
    <>
      <p>
        {live.changes.length === 0
          ? "Live sends exactly this already."
          : `This is what would change there, against ${live.version === 0 ? "the built-in design" : `version ${live.version}`}.`}
      </p>
      {live.draftBy !== null && live.changes.length > 0 ? (
        <Callout tone="warn">There is a draft by {live.draftBy} in live, which this replaces.</Callout>
      ) : null}
      {live.changes.length > 0 ? <TemplateChanges changes={live.changes} /> : null}
    </>
  );
}
