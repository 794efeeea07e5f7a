"use client";

import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Select } from "@/components/ui/select";
import { SAMPLES } from "./template-view";

export type EditorBarProps = {
  /** How it stands: "Saved". */
  status: string;
  sample: string;
  onSample: (name: string) => void;
  writes: boolean;
  /** Null where there is no draft. */
  discard: (() => Promise<string | undefined>) | null;
  onPublish: () => void;
  /** What else can be done with it. */
  children: ReactNode;
};

/** What stands above a template: how it stands, what it is shown with, and what can be done with it. */
export function EditorBar({ status, sample, onSample, writes, discard, onPublish, children }: EditorBarProps) {
  return (
    <div className="flex flex-wrap items-center gap-2">
      <p role="status" className="mr-auto text-13 text-muted">
        {writes ? status : "You can look, but not change anything"}
      </p>
      <span className="w-56">
        <Select aria-label="Sample data" value={sample} onChange={(event) => onSample(event.target.value)}>
          {SAMPLES.map(({ name, title }) => (
            <option key={name} value={name}>
              {title}
            </option>
          ))}
        </Select>
      </span>
      {writes ? (
        <>
          {discard ? (
            <ConfirmDialog
              title="Discard this draft?"
              confirmLabel="Discard draft"
              pendingLabel="Discarding"
              danger
              trigger={<Button variant="quiet">Discard draft</Button>}
              onConfirm={discard}
            >
              What is sent stays as it is.
            </ConfirmDialog>
          ) : null}
          {children}
          <Button variant="primary" data-main-action="Publish" onClick={onPublish}>
            Publish
          </Button>
        </>
      ) : null}
    </div>
  );
}
