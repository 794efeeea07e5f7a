import { CodeBlock } from "@/components/ui/code-block";
import { Status } from "@/components/ui/status";
import type { CheckedSignature } from "@/lib/webhooks/echo-contract";

/** Whether a request was signed by the endpoint, as far as its secrets of now say. */
export function SignatureState({ signature: { matches } }: { signature: CheckedSignature }) {
  return (
    <Status kind={matches ? "verified" : "wrong"}>{matches ? "Signature matches" : "Signature does not match"}</Status>
  );
}

export type SignedContentProps = {
  signature: CheckedSignature;
  /** What stands in the place of the signature where none matches. */
  otherwise: string;
};

/** What a handler signs, and what it should get: to hold beside what one's own code makes. */
export function SignedContent({ signature: { content, expected }, otherwise }: SignedContentProps) {
  return (
    <CodeBlock
      label="What your handler signs, and what it should get"
      code={`${content}\n\n${expected ?? otherwise}`}
      copy={false}
      wrap
    />
  );
}
