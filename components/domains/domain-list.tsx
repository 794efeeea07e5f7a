import Link from "next/link";
import { domainPath, type EnvironmentKind } from "@/components/frame/paths";
import { Table } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import { DomainStatus } from "./domain-status";
import type { DomainRowView } from "./domain-view";

export type DomainListProps = { domains: readonly DomainRowView[]; project: string; environment: EnvironmentKind };

/** The domains: a table, and in a narrow window the same data in a list. */
export function DomainList({ domains, project, environment }: DomainListProps) {
  const pathOf = ({ name }: DomainRowView) => domainPath(project, environment, name);
  return (
    <div className="overflow-clip rounded-3 border border-line bg-surface">
      <div className="max-sm:hidden">
        <Table label="Domains">
          <thead>
            <tr>
              <th scope="col">Domain</th>
              <th scope="col">Sender</th>
              <th scope="col">Status</th>
              <th scope="col">Last look</th>
            </tr>
          </thead>
          <tbody>
            {domains.map((domain) => (
              <tr key={domain.id}>
                <th scope="row">
                  <Link href={pathOf(domain)} prefetch={false} className="link block max-w-96 truncate">
                    {domain.name}
                  </Link>
                </th>
                <td className="max-w-80 truncate text-muted">
                  {domain.tenantId === null ? domain.sender : "A tenant's own"}
                </td>
                <td>
                  <DomainStatus status={domain.status} />
                </td>
                <td className="text-muted">{domain.checkedAt ? <Time value={domain.checkedAt} /> : "Never"}</td>
              </tr>
            ))}
          </tbody>
        </Table>
      </div>
      <ul aria-label="Domains" data-rows="" className="divide-y divide-line sm:hidden">
        {domains.map((domain) => (
          <li key={domain.id} className="grid grid-cols-1 gap-1 px-4 py-3">
            <Link href={pathOf(domain)} prefetch={false} className="link break-all">
              {domain.name}
            </Link>
            <span className="flex flex-wrap items-center justify-between gap-x-3">
              <DomainStatus status={domain.status} />
              <span className="text-13 text-muted">
                {domain.tenantId === null ? null : "A tenant's own. "}
                {domain.checkedAt ? (
                  <>
                    Last look <Time value={domain.checkedAt} />
                  </>
                ) : (
                  "Never looked at"
                )}
              </span>
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}
