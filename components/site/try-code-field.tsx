"use client";

import { useState } from "react";
import { CodeField } from "@/components/code-field/code-field";
import { CopyButton } from "@/components/ui/copy-button";
import { Rack } from "@/components/ui/rack";

const LENGTH = 9;
const PASTES = [
  { value: "482 913 507", label: "the code with spaces" },
  { value: "482-913-507", label: "the code with hyphens" },
  { value: "Your code is 482913507.", label: "the whole sentence" },
] as const;

/** The field that users get, to type and paste into. It talks to nobody. */
export function TryCodeField() {
  const [typed, setTyped] = useState(0);
  return (
    <div>
      <CodeField length={LENGTH} onChange={(code) => setTyped(code.length)} onFull={() => {}} />
      <p role="status" className="flex min-h-5 items-center gap-2 font-medium text-brand-text">
        {typed === LENGTH ? (
          <>
            <Rack size={16} motion="settled" />
            Nine digits are in. Here your app would send them, without a button.
          </>
        ) : null}
      </p>
      <p className="mt-3 text-muted">Paste any of these; each fills all nine slots:</p>
      <ul className="mt-2 flex flex-wrap gap-2">
        {PASTES.map(({ value, label }) => (
          <li key={value}>
            <CopyButton value={value} label={label} variant="plain" size="small">
              {value}
            </CopyButton>
          </li>
        ))}
      </ul>
    </div>
  );
}
