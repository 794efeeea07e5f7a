import { KeepFocus } from "@/components/frame/keep-focus";
import { Card } from "@/components/ui/card";
import { Day } from "@/components/ui/day";
import { DeleteCustomer } from "./delete-customer";
import { UndoDeletion } from "./undo-deletion";

export type DangerZoneProps = {
  name: string;
  deleteAfter: Date | null;
  /** Whether this member may. */
  owner: boolean;
  request: (confirm: string) => Promise<string | undefined>;
  undo: () => Promise<string | undefined>;
};

/** What cannot be undone for ever. */
export function DangerZone({ name, deleteAfter, owner, request, undo }: DangerZoneProps) {
  return (
    <Card title="Danger">
      <KeepFocus place={String(deleteAfter)} />
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p className="max-w-[68ch] text-muted">
          {deleteAfter ? (
            <>
              Everything of {name} is deleted on <Day value={deleteAfter} />. Until then nothing else changes.
            </>
          ) : (
            `Deleting ${name} takes its projects, keys, users and logs with it, in test and in live, after seven days in which you can take it back.`
          )}
        </p>
        {owner ? null : <p className="text-13 text-muted">Only an owner can do this.</p>}
        {owner && deleteAfter ? <UndoDeletion undo={undo} /> : null}
        {owner && !deleteAfter ? <DeleteCustomer name={name} request={request} /> : null}
      </div>
    </Card>
  );
}
