import type { Metadata } from "next";
import type { ReactNode } from "react";
import { Badge } from "@/components/ui/badge";
import { CodeBlock } from "@/components/ui/code-block";
import { ErrorArticle } from "../error-article";
import { whenToRetry } from "../retry";
import { type ErrorPageRow, errorRow } from "../rows";
import { UnknownError } from "../unknown-error";

type ErrorPageProps = { params: Promise<{ code: string }> };

export async function generateMetadata({ params }: ErrorPageProps): Promise<Metadata> {
  const { code } = await params;
  const row = errorRow(code);
  return row ? { title: code, description: row.meaning } : { title: "No such error" };
}

export default async function ErrorPage({ params }: ErrorPageProps) {
  const { code } = await params;
  const row = errorRow(code);
  if (!row) return <UnknownError written={code} />;
  return (
    <ErrorArticle heading={row.title}>
      <p className="mt-3 flex flex-wrap items-center gap-2">
        <code className="font-code text-13">{row.code}</code>
        <Badge tone={row.status >= 500 ? "danger" : "neutral"}>HTTP {row.status}</Badge>
      </p>
      <dl className="mt-8 grid gap-6 text-16">
        <Part term="What it means">{row.meaning}</Part>
        <Part term="What to do">{row.fix}</Part>
        <Part term="Whether to send it again">{whenToRetry(row.code, row.status)}</Part>
        {row.example ? <Part term="How to see it in test">Use {row.example} with a test key.</Part> : null}
      </dl>
      <div className="mt-8">
        <CodeBlock label="The answer" code={answer(row)} copy={false} wrap />
      </div>
    </ErrorArticle>
  );
}

function Part({ term, children }: { term: string; children: ReactNode }) {
  return (
    <div>
      <dt className="font-semibold text-15">{term}</dt>
      <dd className="mt-1 text-muted">{children}</dd>
    </div>
  );
}

function answer({ code, title, status, detail }: ErrorPageRow): string {
  const problem = { type: `https://your-host/docs/errors/${code}`, title, status, detail, code, request_id: "req_…" };
  return `HTTP/1.1 ${status}\nContent-Type: application/problem+json\n\n${JSON.stringify(problem, null, 2)}`;
}
