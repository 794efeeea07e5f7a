import type { Metadata } from "next";
import { LinkButton } from "@/components/ui/link-button";
import { Rack } from "@/components/ui/rack";

export const metadata: Metadata = { title: "Not found" };

export default function NotFound() {
  return (
    <main id="main" className="flex min-h-dvh flex-col items-center justify-center gap-4 px-4 text-center">
      <Rack size={40} filled={0} className="text-subtle" />
      <h1 className="text-28">There is nothing here</h1>
      <p className="max-w-[44ch] text-15 text-muted">
        The address may be mistyped, or what was here belongs to someone else or is gone.
      </p>
      <div className="mt-2 flex flex-wrap justify-center gap-2">
        <LinkButton href="/dashboard" variant="primary">
          Go to the dashboard
        </LinkButton>
        <LinkButton href="/">Go to the start page</LinkButton>
      </div>
    </main>
  );
}
