import type { Metadata } from "next";
import Link from "next/link";
import { PageHeader } from "@/components/ui/page-header";
import { errorRows } from "./rows";

export const metadata: Metadata = { title: "Errors" };

export default function ErrorsPage() {
  return (
    <>
      <PageHeader
        title="Errors"
        description="Every error is an RFC 9457 problem with a code that never changes. Its type is the address of its page here."
      />
      <ul className="rounded-3 border border-line bg-surface">
        {errorRows().map(({ code, status, title }) => (
          <li
            key={code}
            className="flex flex-wrap items-baseline gap-x-4 gap-y-0.5 border-line border-b px-4 py-2 last:border-0 sm:grid sm:grid-cols-[16rem_3rem_1fr]"
          >
            <Link href={`/docs/errors/${code}`} className="link font-code text-12">
              {code}
            </Link>
            <span className="num text-muted">{status}</span>
            <span className="basis-full">{title}</span>
          </li>
        ))}
      </ul>
    </>
  );
}
