import { CodeBlock } from "@/components/ui/code-block";
import { Time } from "@/components/ui/time";
import type { CheckedSignature } from "@/lib/webhooks/echo-contract";
import { SignatureState, SignedContent } from "./signature";
import { messageOf } from "./test-result";

export type EchoView = {
  id: string;
  at: Date;
  headers: Readonly<Record<string, string>>;
  body: string;
  signature: CheckedSignature;
};

/** What our own receiver got, each with the signature where it is the one that a handler should make. */
export function EchoRequests({ requests }: { requests: readonly EchoView[] }) {
  if (requests.length === 0) return <p className="text-muted">Nothing has come yet.</p>;
  return (
    <ol className="grid grid-cols-1 gap-4" aria-label="What the receiver got">
      {requests.map((request) => (
        <li key={request.id} className="grid min-w-0 grid-cols-1 gap-2">
          <p className="flex flex-wrap items-center gap-x-3 text-13 text-muted">
            <Time value={request.at} />
            <SignatureState signature={request.signature} />
          </p>
          <CodeBlock label="Request" code={messageOf(request)} copy={false} wrap />
          <SignedContent signature={request.signature} otherwise="No signature of your endpoint came with it" />
        </li>
      ))}
    </ol>
  );
}
