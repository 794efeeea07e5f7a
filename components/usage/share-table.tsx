import type { ReactNode } from "react";
import { Table } from "@/components/ui/table";

const number = new Intl.NumberFormat("en");
const percent = new Intl.NumberFormat("en", { style: "percent", maximumFractionDigits: 1 });

/** Null, where the counts do not tell. */
export type ShareRow = {
  name: ReactNode;
  key: string;
  otpRequested: number;
  otpVerified: number | null;
  otpFailed: number | null;
};

/** How much went over each channel, to each country or with each key. */
export function ShareTable({ label, of, rows }: { label: string; of: string; rows: readonly ShareRow[] }) {
  const tellsVerified = rows.some(({ otpVerified }) => otpVerified !== null);
  const tellsFailed = rows.some(({ otpFailed }) => otpFailed !== null);
  return (
    <Table label={label}>
      <thead>
        <tr>
          <th scope="col">{of}</th>
          <Head>Requested</Head>
          {tellsVerified ? <Head>Verified</Head> : null}
          {tellsFailed ? <Head>Wrong codes</Head> : null}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.key}>
            <th
              scope="row"
              className="max-w-60 truncate font-normal! max-sm:max-w-24 max-sm:whitespace-normal! max-sm:break-words"
            >
              {row.name}
            </th>
            <td className="num text-right max-sm:pl-0!">{number.format(row.otpRequested)}</td>
            {tellsVerified ? (
              <td className="num text-right max-sm:pl-0!">
                {number.format(row.otpVerified ?? 0)}
                <Rate row={row} />
              </td>
            ) : null}
            {tellsFailed ? <td className="num text-right max-sm:pl-0!">{number.format(row.otpFailed ?? 0)}</td> : null}
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

function Head({ children }: { children: string }) {
  return (
    <th scope="col" className="text-right max-sm:pl-0!">
      {children}
    </th>
  );
}

function Rate({ row: { otpRequested, otpVerified } }: { row: ShareRow }) {
  if (otpRequested === 0 || otpVerified === null) return null;
  return <span className="ml-2 text-subtle">{percent.format(Math.min(1, otpVerified / otpRequested))}</span>;
}
