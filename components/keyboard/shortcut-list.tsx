"use client";

import { useId } from "react";
import type { EnvironmentKind } from "@/components/frame/paths";
import { Dialog } from "@/components/ui/dialog";
import { ShortcutKeys } from "./shortcut-keys";
import { type Shortcut, shortcutsOf } from "./shortcuts";

export type ShortcutListProps = {
  open: boolean;
  onClose: () => void;
  environment: EnvironmentKind;
  singleKeys: boolean;
  onSingleKeys: (on: boolean) => void;
};

/** What every key does, and the switch for the single ones. */
export function ShortcutList({ open, onClose, environment, singleKeys, onSingleKeys }: ShortcutListProps) {
  const id = useId();
  const { always, single } = shortcutsOf(environment);
  return (
    <Dialog title="Keyboard shortcuts" open={open} onOpenChange={(next) => (next ? undefined : onClose())}>
      <div className="grid gap-5">
        <Group title="Everywhere" rows={always} />
        <div className="flex items-start gap-2.5 rounded-2 border border-line px-3 py-2.5">
          <input
            id={id}
            type="checkbox"
            checked={singleKeys}
            onChange={(event) => onSingleKeys(event.target.checked)}
            aria-describedby={`${id}hint`}
            className="mt-0.5 size-4.5 shrink-0 accent-(--brand) pointer-coarse:size-6"
          />
          <div>
            <label htmlFor={id} className="font-medium">
              Single-key shortcuts
            </label>
            <p id={`${id}hint`} className="text-13 text-muted">
              Switch them off if you speak to your computer, or press keys by accident. Kept in this browser.
            </p>
          </div>
        </div>
        <Group title={singleKeys ? "Single keys" : "Single keys, switched off"} rows={single} />
      </div>
    </Dialog>
  );
}

function Group({ title, rows }: { title: string; rows: readonly Shortcut[] }) {
  const id = useId();
  return (
    <section aria-labelledby={id}>
      <h3 id={id} className="font-medium text-13 text-muted">
        {title}
      </h3>
      <dl className="mt-1 grid grid-cols-[9rem_1fr] items-center gap-x-3 gap-y-1.5">
        {rows.map(({ keys, what }) => (
          <div key={keys.join(" ")} className="contents">
            <dt>
              <ShortcutKeys keys={keys} />
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
