import { Badge } from "@/components/ui/badge";
import { Table } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { TeamMember } from "@/lib/customers/customer-contract";

export type MemberTableProps = {
  rows: readonly TeamMember[];
  /** The member who looks; null where nobody of them does. */
  ownId: string | null;
};

const ROLES = {
  owner: "Owner",
  admin: "Admin",
  developer: "Developer",
  viewer: "Viewer",
} as const satisfies Record<TeamMember["role"], string>;

/** The members: a table, and in a narrow window the same data in a list. */
export function MemberTable({ rows, ownId }: MemberTableProps) {
  return (
    <>
      <div className="max-md:hidden">
        <Table label="Members">
          <thead>
            <tr>
              <th scope="col">Member</th>
              <th scope="col">Role</th>
              <th scope="col">Last active</th>
              <th scope="col">Since</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.id}>
                <th scope="row">
                  <Who row={row} own={row.id === ownId} />
                </th>
                <td>{ROLES[row.role]}</td>
                <td className="text-muted">
                  <LastActive value={row.lastSeenAt} />
                </td>
                <td className="text-muted">
                  <Time value={row.createdAt} />
                </td>
              </tr>
            ))}
          </tbody>
        </Table>
      </div>
      <ul aria-label="Members" className="divide-y divide-line md:hidden">
        {rows.map((row) => (
          <li key={row.id} className="grid grid-cols-1 gap-1 px-4 py-3">
            <div className="flex items-start gap-3">
              <span className="min-w-0 flex-1">
                <Who row={row} own={row.id === ownId} />
              </span>
              <span>{ROLES[row.role]}</span>
            </div>
            <p className="text-13 text-muted">
              {row.lastSeenAt ? (
                <>
                  Active <Time value={row.lastSeenAt} />
                </>
              ) : (
                "Never active"
              )}
              , since <Time value={row.createdAt} />
            </p>
          </li>
        ))}
      </ul>
    </>
  );
}

function Who({ row, own }: { row: TeamMember; own: boolean }) {
  return (
    <span className="flex flex-wrap items-center gap-x-2 gap-y-0.5">
      <span className="min-w-0 max-w-full break-words font-medium">{row.name ?? row.email}</span>
      {own ? <Badge>You</Badge> : null}
      {row.name ? <span className="w-full break-words font-normal text-12 text-muted">{row.email}</span> : null}
    </span>
  );
}

function LastActive({ value }: { value: Date | null }) {
  return value ? <Time value={value} /> : <span className="text-subtle">Never</span>;
}
