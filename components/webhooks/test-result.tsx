import { Callout } from "@/components/ui/callout";
import { CodeBlock } from "@/components/ui/code-block";
import type { TestView } from "./webhook-view";

const WORDS: Readonly<Record<string, string>> = {
  address: "Address checked",
  resolve: "Name resolved",
  connect: "Connected",
  tls: "TLS agreed",
  response: "Answered",
};

/** What came of a test: each step with its time, what was sent, and what was answered. */
export function TestResult({ result }: { result: TestView }) {
  return (
    <div className="grid min-w-0 grid-cols-1 gap-3">
      <div role="status">
        <Callout
          tone={result.delivered ? "good" : "warn"}
          title={result.delivered ? `Delivered: ${result.status}` : (result.reason ?? "It did not arrive")}
        >
          <ol className="text-13 text-muted">
            {result.steps.map(({ step, ms }) => (
              <li key={step}>
                {WORDS[step] ?? step} <span className="num">{ms} ms</span>
              </li>
            ))}
          </ol>
        </Callout>
      </div>
      <CodeBlock label="What we sent" code={messageOf(result.request)} copy={false} wrap />
      {result.response ? (
        <CodeBlock label="What it answered" code={messageOf(result.response)} copy={false} wrap />
      ) : null}
    </div>
  );
}

/** Headers and body, as they are on the wire. */
export function messageOf({ headers, body }: { headers: Readonly<Record<string, string>>; body: string }): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return [...lines, "", body].join("\n");
}
