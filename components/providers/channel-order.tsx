"use client";

import { IconArrowDown, IconArrowUp } from "@tabler/icons-react";
import { useState, useTransition } from "react";
import { announce } from "@/components/ui/announcer";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { useToast } from "@/components/ui/toast";
import type { CarrierView, ChannelView } from "./provider-view";

export type ChannelOrderProps = {
  view: ChannelView;
  /** Null for those who may only look. */
  save: ((entries: string[]) => Promise<string | undefined>) | null;
};

const ICON = { size: 16, stroke: 1.75, "aria-hidden": true } as const;

/** Who is asked to carry a channel, the first one first. Moved by its buttons, or dragged. */
export function ChannelOrder({ view, save }: ChannelOrderProps) {
  const toast = useToast();
  const [dragged, setDragged] = useState<string | null>(null);
  const [pending, startTransition] = useTransition();
  const { asked, others } = view;

  const store = (next: readonly CarrierView[], told: string) => {
    if (!save || pending) return;
    startTransition(async () => {
      const problem = await save(next.map(({ entry }) => entry));
      if (problem) toast({ title: problem, tone: "danger" });
      else announce(told);
    });
  };
  const move = (from: number, to: number) => {
    const carrier = asked[from];
    if (!carrier || from === to || to < 0 || to >= asked.length) return;
    const next = asked.toSpliced(from, 1).toSpliced(to, 0, carrier);
    store(next, `${nameOf(carrier)} is number ${to + 1} now`);
  };

  return (
    <div className="grid gap-2" aria-busy={pending}>
      <ol aria-label={`${view.title}, in order`} className="divide-y divide-line rounded-2 border border-line">
        {asked.map((carrier, index) => (
          <li
            key={carrier.entry}
            draggable={save !== null && asked.length > 1}
            onDragStart={() => setDragged(carrier.entry)}
            onDragEnd={() => setDragged(null)}
            onDragOver={(event) => dragged && event.preventDefault()}
            onDrop={(event) => {
              event.preventDefault();
              move(
                asked.findIndex(({ entry }) => entry === dragged),
                index,
              );
            }}
            className={`flex flex-wrap items-center gap-2 px-3 py-2 ${dragged === carrier.entry ? "opacity-60" : ""}`}
          >
            <span className="num w-5 text-muted">{index + 1}</span>
            <Who carrier={carrier} />
            {save && asked.length > 1 ? (
              <span className="ml-auto flex gap-1">
                <Button
                  variant="quiet"
                  size="small"
                  aria-label={`Move ${nameOf(carrier)} up`}
                  disabled={index === 0}
                  onClick={() => move(index, index - 1)}
                >
                  <IconArrowUp {...ICON} />
                </Button>
                <Button
                  variant="quiet"
                  size="small"
                  aria-label={`Move ${nameOf(carrier)} down`}
                  disabled={index === asked.length - 1}
                  onClick={() => move(index, index + 1)}
                >
                  <IconArrowDown {...ICON} />
                </Button>
                <Button
                  variant="quiet"
                  size="small"
                  aria-label={`Do not use ${nameOf(carrier)}`}
                  onClick={() =>
                    store(
                      asked.filter(({ entry }) => entry !== carrier.entry),
                      `${nameOf(carrier)} is not asked any more`,
                    )
                  }
                >
                  Do not use
                </Button>
              </span>
            ) : null}
          </li>
        ))}
      </ol>
      {others.length > 0 ? (
        <ul aria-label={`${view.title}, not used`} className="grid gap-1 px-3 text-muted">
          {others.map((carrier) => (
            <li key={carrier.entry} className="flex flex-wrap items-center gap-2">
              <Who carrier={carrier} />
              {save ? (
                <span className="ml-auto">
                  <Button
                    variant="quiet"
                    size="small"
                    aria-label={`Use ${nameOf(carrier)}`}
                    onClick={() => store([...asked, carrier], `${nameOf(carrier)} is asked last`)}
                  >
                    Use
                  </Button>
                </span>
              ) : null}
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  );
}

function nameOf({ label, title }: CarrierView): string {
  return label ?? title;
}

function Who({ carrier }: { carrier: CarrierView }) {
  return (
    <span className="flex min-w-0 flex-1 basis-40 flex-wrap items-center gap-2">
      <span className="break-words">{nameOf(carrier)}</span>
      {carrier.label === null ? <Badge>Installation's</Badge> : null}
      {carrier.label !== null && carrier.label !== carrier.title ? <Badge>{carrier.title}</Badge> : null}
    </span>
  );
}
