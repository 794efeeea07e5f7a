"use client";

import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { Rack } from "@/components/ui/rack";

/** A page that failed. The digest is the id under which the server logged why; the reason itself stays there. */
export default function ErrorScreen({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <main id="main" className="flex min-h-dvh flex-col items-center justify-center gap-4 px-4 text-center">
      <Rack size={40} filled={3} className="text-subtle" />
      <h1 className="text-28">This page did not load</h1>
      <p className="max-w-[44ch] text-15 text-muted">
        It is our fault, not yours, and it is in our log. Try again; if it stays, send us the id below.
      </p>
      {error.digest ? (
        <p className="flex items-center gap-1 text-muted">
          Id <code className="font-code text-12 text-ink">{error.digest}</code>
          <CopyButton value={error.digest} label="the id" />
        </p>
      ) : null}
      <Button variant="primary" onClick={reset}>
        Try again
      </Button>
    </main>
  );
}
