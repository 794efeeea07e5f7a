import { Callout } from "@/components/ui/callout";
import { Day } from "@/components/ui/day";
import { UndoDeletion } from "./undo-deletion";

export type CustomerNoticesProps = {
  customer: { name: string; suspended: { reason: string | null } | null; deleteAfter: Date | null };
  /** What the operator tells everybody. */
  announcement: string | null;
  /** Takes a deletion back; null for members who may not. */
  undo: (() => Promise<string | undefined>) | null;
};

/** What everybody has to know on every page: that the customer is suspended, or about to be deleted. */
export function CustomerNotices({ customer, announcement, undo }: CustomerNoticesProps) {
  const { name, suspended, deleteAfter } = customer;
  if (!suspended && !deleteAfter && announcement === null) return null;
  return (
    <section aria-label="Notices" className="mb-5 grid gap-2">
      {announcement === null ? null : <Callout tone="info">{announcement}</Callout>}
      {suspended ? (
        <Callout tone="danger" title={`${name} is suspended`}>
          {suspended.reason ? `${suspended.reason}. ` : null}
          Keys are refused and nothing can be changed. You can still read everything here. Write to the operator of this
          installation to have it lifted.
        </Callout>
      ) : null}
      {deleteAfter ? (
        <Callout
          tone="warn"
          title={
            <>
              Everything of {name} is deleted on <Day value={deleteAfter} />
            </>
          }
          actions={undo ? <UndoDeletion undo={undo} /> : null}
        >
          {suspended ? null : "Until then everything works. "}
          {undo ? "You can take it back." : "An owner can take it back."}
        </Callout>
      ) : null}
    </section>
  );
}
