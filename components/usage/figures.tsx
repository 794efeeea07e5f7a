"use client";

import { useRouter } from "next/navigation";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { isTyping } from "@/components/keyboard/is-typing";
import { Button } from "@/components/ui/button";

/** One figure and the chart that it stands for. `value` null: it could not be read. */
export type Figure = { key: string; label: string; value: string | null; note: string; chart: ReactNode };

/** Figures of which each selects its chart; by keyboard with 1 to 4. */
export function Figures({ figures }: { figures: readonly Figure[] }) {
  const router = useRouter();
  const [chosen, setChosen] = useState(0);
  const buttons = useRef<(HTMLButtonElement | null)[]>([]);

  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      const at = Number(event.key) - 1;
      if (!/^[1-9]$/.test(event.key) || at >= figures.length || isTyping(event)) return;
      event.preventDefault();
      setChosen(at);
      buttons.current[at]?.focus();
    };
    window.addEventListener("keydown", listen);
    return () => window.removeEventListener("keydown", listen);
  }, [figures.length]);

  return (
    <div className="grid grid-cols-1 gap-3.5">
      <div className="grid grid-cols-2 gap-px overflow-clip rounded-3 border border-line bg-line lg:grid-cols-4">
        {figures.map(({ key, label, value, note }, at) => (
          <button
            key={key}
            ref={(button) => {
              buttons.current[at] = button;
            }}
            type="button"
            aria-pressed={at === chosen}
            onClick={() => setChosen(at)}
            className="grid min-w-0 content-start justify-items-start bg-surface px-4 py-3.5 text-left hover:bg-sunken focus-visible:-outline-offset-2 aria-pressed:shadow-[inset_0_-2px_var(--brand)]"
          >
            <span className="text-muted">{label}</span>
            <span className="num font-semibold text-22">{value ?? "–"}</span>
            <span className="text-13 text-subtle">{value === null ? "Could not load" : note}</span>
          </button>
        ))}
      </div>
      {figures[chosen]?.value === null ? (
        <div
          role="alert"
          className="flex flex-wrap items-center gap-3 rounded-3 border border-line bg-surface p-4 text-muted"
        >
          Could not load this figure.
          <Button size="small" onClick={() => router.refresh()}>
            Retry
          </Button>
        </div>
      ) : (
        figures[chosen]?.chart
      )}
    </div>
  );
}
