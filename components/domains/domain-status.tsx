import { Status, type StatusKind } from "@/components/ui/status";
import type { DomainView, RecordView } from "./domain-view";

const DOMAIN = {
  not_started: ["expired", "Not started"],
  checking: ["waiting", "Checking"],
  verified: ["verified", "Verified"],
  attention: ["failed", "Attention"],
  failed: ["blocked", "Failed"],
} as const satisfies Record<DomainView["status"], readonly [StatusKind, string]>;

/** How a domain stands, in a word. */
export function wordOf(status: DomainView["status"]): string {
  return DOMAIN[status][1];
}

/** How a domain stands: a glyph and a word. */
export function DomainStatus({ status }: { status: DomainView["status"] }) {
  const [kind, word] = DOMAIN[status];
  return <Status kind={kind}>{word}</Status>;
}

const RECORD = {
  not_checked: ["expired", "Not looked for yet"],
  found: ["verified", "Found"],
  propagating: ["waiting", "On its way"],
  missing: ["waiting", "Not there yet"],
  wrong: ["wrong", "Not right"],
  unknown: ["expired", "DNS did not answer"],
} as const satisfies Record<RecordView["status"], readonly [StatusKind, string]>;

/** What became of a record. */
export function RecordStatus({ status }: { status: RecordView["status"] }) {
  const [kind, word] = RECORD[status];
  return <Status kind={kind}>{word}</Status>;
}
