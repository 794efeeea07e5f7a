"use client";

import { useEffect, useRef } from "react";
import { Callout } from "@/components/ui/callout";
import { CodeBlock } from "@/components/ui/code-block";
import { CopyButton } from "@/components/ui/copy-button";
import { useLeaveGuard } from "@/components/ui/use-leave-guard";
import { FirstRequest } from "./first-request";
import type { CreatedKey as Created } from "./key-form-state";
import { KeyText } from "./key-text";
import { envLine, requestCodeCommand } from "./snippets";

export type CreatedKeyProps = {
  created: Created;
  apiUrl: string;
  environment: "test" | "live";
  path: string;
  /** It has been copied in one form or another. */
  onCopied: () => void;
  /** Until then, leaving the page asks first. */
  copied: boolean;
};

/** A key just made, in the forms it is needed in. */
export function CreatedKey({ created, apiUrl, environment, path, onCopied, copied }: CreatedKeyProps) {
  const body = useRef<HTMLDivElement>(null);
  const once = created.type === "secret";

  useEffect(() => {
    // The form that had the focus is gone; the first button copies the key.
    body.current?.querySelector("button")?.focus();
  }, []);

  useLeaveGuard(once && !copied);

  return (
    <div ref={body} onCopy={onCopied} className="grid grid-cols-1 gap-4">
      <KeyText value={created.key} />
      <div className="flex flex-wrap gap-2">
        <CopyButton value={created.key} label="key" variant="primary" size="medium" onCopied={onCopied}>
          Copy key
        </CopyButton>
        <CopyButton
          value={envLine(created.key, created.type)}
          label="as .env line"
          variant="plain"
          size="medium"
          onCopied={onCopied}
        >
          Copy as .env line
        </CopyButton>
      </div>
      <Callout tone={once ? "warn" : "neutral"} title={once ? "This is the only time you see it" : undefined}>
        {once
          ? "We keep only a hash of it. Store it where your server reads its secrets."
          : "You can read a publishable key again in the list of keys."}
      </Callout>
      {once ? (
        <CodeBlock
          label="cURL: ask for a code"
          wrap
          code={requestCodeCommand({
            apiUrl,
            key: created.key,
            email: environment === "test" ? "verified@ninepin.test" : "you@example.com",
          })}
        />
      ) : null}
      <FirstRequest source={`${path}/${created.id}/use`} />
    </div>
  );
}
