import { Card } from "@/components/ui/card";

export type ProcessorRow = {
  id: string;
  name: string;
  /** What travels that way: "Email", "SMS". */
  channels: readonly string[];
  /** Whose account it is. */
  of: keyof typeof WHOSE;
};

const WHOSE = {
  customer: "by an account of yours",
  tenants: "by an account of yours for some tenants",
  installation: "by an account of this installation",
} as const;

/** Who else sees the addresses and codes of a customer's users: for their own list of processors. */
export function ProcessorTable({ kind, rows }: { kind: "test" | "live"; rows: readonly ProcessorRow[] }) {
  return (
    <Card title="Who carries your messages" padded={false}>
      {kind === "test" || rows.length === 0 ? (
        <p className="max-w-[68ch] p-4 text-muted">
          {kind === "test"
            ? "Nobody: in test every message stays in this installation."
            : "Nobody yet: there is no provider, so nothing is sent."}
        </p>
      ) : (
        <>
          <p className="max-w-[68ch] px-4 pt-3 pb-1 text-muted">
            They get the address or number, the message with its code, and nothing else of a user.
          </p>
          <dl className="divide-y divide-line">
            {rows.map(({ id, name, channels, of }) => (
              <div key={id} className="flex flex-wrap items-baseline gap-x-4 gap-y-0.5 px-4 py-2">
                <dt className="w-44 shrink-0 font-medium">{name}</dt>
                <dd className="min-w-0 flex-1 basis-48 text-muted">
                  {channels.join(", ")}, {WHOSE[of]}
                </dd>
              </div>
            ))}
          </dl>
        </>
      )}
    </Card>
  );
}
