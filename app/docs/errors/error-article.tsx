import Link from "next/link";
import type { ReactNode } from "react";

/** What a page of one error stands in: the way back to all of them, and its heading. */
export function ErrorArticle({ heading, children }: { heading: ReactNode; children: ReactNode }) {
  return (
    <article className="max-w-[68ch]">
      <p>
        <Link href="/docs/errors" className="link">
          Errors
        </Link>
      </p>
      <h1 className="mt-3 text-28">{heading}</h1>
      {children}
    </article>
  );
}
