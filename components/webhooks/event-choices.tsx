"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import type { EventChoice } from "./webhook-view";

const RECOMMENDED = ["otp.verified", "otp.failed", "user.created", "user.logged_in", "session.reuse_detected"];

/** Which events an endpoint is told of: boxes in groups. None of them means all. */
export function EventChoices({ events, chosen }: { events: readonly EventChoice[]; chosen: readonly string[] }) {
  const [selected, setSelected] = useState(new Set(chosen));
  const groups = Map.groupBy(events, ({ type }) => type.slice(0, type.indexOf(".")));
  const toggle = (type: string, on: boolean) => {
    const next = new Set(selected);
    if (on) next.add(type);
    else next.delete(type);
    setSelected(next);
  };
  return (
    <fieldset className="grid gap-2">
      <legend className="mb-1 font-medium">Events</legend>
      <div className="flex flex-wrap items-center gap-2">
        <p className="text-13 text-muted" aria-live="polite">
          {selected.size === 0 ? "All events, also those to come." : `${selected.size} chosen.`}
        </p>
        <Button size="small" variant="quiet" onClick={() => setSelected(new Set(RECOMMENDED))}>
          Recommended for sign-in
        </Button>
        <Button size="small" variant="quiet" onClick={() => setSelected(new Set())}>
          All
        </Button>
      </div>
      <div className="grid max-h-64 gap-x-4 gap-y-2 overflow-y-auto rounded-2 border border-line p-3 sm:grid-cols-2">
        {[...groups].map(([group, rows]) => (
          <fieldset key={group} aria-label={group} className="grid content-start gap-1">
            {rows.map(({ type, summary }) => (
              <label key={type} className="flex min-h-6 items-start gap-2" title={summary}>
                <input
                  type="checkbox"
                  name="events"
                  value={type}
                  checked={selected.has(type)}
                  onChange={(event) => toggle(type, event.target.checked)}
                  className="mt-1"
                />
                <code className="text-12 leading-6">{type}</code>
              </label>
            ))}
          </fieldset>
        ))}
      </div>
    </fieldset>
  );
}
