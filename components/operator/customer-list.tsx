import Link from "next/link";
import { Table } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { Customer } from "@/lib/customers/customer-contract";
import { CustomerStatusMark } from "./customer-status";

export type CustomerRow = Pick<Customer, "id" | "name" | "status" | "quotas" | "createdAt" | "deleteAfter"> & {
  planTitle: string;
};

/** The customers: a table, and in a narrow window the same data in a list. */
export function CustomerList({ rows }: { rows: readonly CustomerRow[] }) {
  return (
    <div className="overflow-clip rounded-3 border border-line bg-surface">
      <div className="max-md:hidden">
        <CustomerTable rows={rows} />
      </div>
      <ul aria-label="Customers" className="divide-y divide-line md:hidden">
        {rows.map((row) => (
          <li key={row.id} className="grid grid-cols-1 gap-1 px-4 py-3">
            <div className="flex items-start gap-3">
              <CustomerLink row={row} />
              <CustomerStatusMark customer={row} />
            </div>
            <p className="text-13 text-muted">
              {row.planTitle}, {used(row)} this month, since <Time value={row.createdAt} />
            </p>
          </li>
        ))}
      </ul>
    </div>
  );
}

function CustomerTable({ rows }: { rows: readonly CustomerRow[] }) {
  return (
    <Table label="Customers">
      <thead>
        <tr>
          <th scope="col">Name</th>
          <th scope="col">Plan</th>
          <th scope="col">Status</th>
          <th scope="col">This month</th>
          <th scope="col">Since</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.id}>
            <th scope="row" className="max-w-80">
              <CustomerLink row={row} />
            </th>
            <td>{row.planTitle}</td>
            <td>
              <CustomerStatusMark customer={row} />
            </td>
            <td className="num text-muted">{used(row)}</td>
            <td className="text-muted">
              <Time value={row.createdAt} />
            </td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

function CustomerLink({ row }: { row: CustomerRow }) {
  return (
    <Link
      href={`/operator/customers/${row.id}`}
      className="link block min-w-0 flex-1 break-words font-medium md:truncate"
    >
      {row.name}
    </Link>
  );
}

function used({ quotas: { monthly } }: CustomerRow): string {
  const count = `${monthly.used.toLocaleString("en")} codes`;
  return monthly.limit === null ? count : `${count} of ${monthly.limit.toLocaleString("en")}`;
}
