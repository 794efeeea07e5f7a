"use client";

import { Callout } from "@/components/ui/callout";
import { CodeBlock } from "@/components/ui/code-block";
import { CopyButton } from "@/components/ui/copy-button";

/** A signing secret, this once. */
export function ShownSecret({ secret }: { secret: string }) {
  return (
    <div className="grid grid-cols-1 gap-3">
      <CodeBlock label="Signing secret" code={secret} copy={false} wrap />
      <div>
        <CopyButton value={secret} label="signing secret" variant="primary" size="medium">
          Copy secret
        </CopyButton>
      </div>
      <Callout tone="warn" title="This is the only time you see it">
        Your server verifies every webhook with it. Store it where your server reads its secrets.
      </Callout>
    </div>
  );
}
