import type { ReactNode } from "react";
import { Table } from "@/components/ui/table";

const number = new Intl.NumberFormat("en");
const percent = new Intl.NumberFormat("en", { style: "percent", maximumFractionDigits: 1 });

export type ShareRow = { name: ReactNode; key: string; otpRequested: number; otpVerified: number; otpFailed: number };

/** How much went over each channel, to each country or with each key. */
export function ShareTable({ label, of, rows }: { label: string; of: string; rows: readonly ShareRow[] }) {
  return (
    <Table label={label}>
      <thead>
        <tr>
          <th scope="col">{of}</th>
          <th scope="col" className="text-right">
            Requested
          </th>
          <th scope="col" className="text-right">
            Verified
          </th>
          <th scope="col" className="text-right">
            Wrong codes
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.key}>
            <th scope="row" className="max-w-60 truncate font-normal!">
              {row.name}
            </th>
            <td className="num text-right">{number.format(row.otpRequested)}</td>
            <td className="num text-right">
              {number.format(row.otpVerified)}
              {row.otpRequested > 0 ? (
                <span className="ml-2 text-subtle">
                  {percent.format(Math.min(1, row.otpVerified / row.otpRequested))}
                </span>
              ) : null}
            </td>
            <td className="num text-right">{number.format(row.otpFailed)}</td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
