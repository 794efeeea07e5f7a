import Link from "next/link";
import { wordsOf } from "@/components/charts/series";
import type { EnvironmentRoute } from "@/components/frame/paths";
import { Table } from "@/components/ui/table";

const number = new Intl.NumberFormat("en");

export type EndpointRow = {
  endpoint: string;
  calls: number;
  clientErrors: number;
  serverErrors: number;
  p50Ms: number | null;
  p95Ms: number | null;
  p99Ms: number | null;
};

/** How often each endpoint was called, how often it refused or failed, and how fast it was. */
export function EndpointTable({ label, rows }: { label: string; rows: readonly EndpointRow[] }) {
  return (
    <Table label={label}>
      <thead>
        <tr>
          <th scope="col">Endpoint</th>
          <Head>Calls</Head>
          <Head wide>Refused</Head>
          <Head wide>Failed</Head>
          <Head wide>p50</Head>
          <Head>p95</Head>
          <Head wide>p99</Head>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.endpoint}>
            <th scope="row" className="font-normal! whitespace-normal!">
              <code className="text-12 wrap-anywhere">{row.endpoint}</code>
            </th>
            <Cell>{number.format(row.calls)}</Cell>
            <Cell wide>{number.format(row.clientErrors)}</Cell>
            <Cell wide>{number.format(row.serverErrors)}</Cell>
            <Cell wide>{wordsOf(row.p50Ms, "milliseconds")}</Cell>
            <Cell>{wordsOf(row.p95Ms, "milliseconds")}</Cell>
            <Cell wide>{wordsOf(row.p99Ms, "milliseconds")}</Cell>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

export type ErrorRow = { code: string; endpoint: string; status: number; count: number };

/** What was refused or failed, where, and how often. Each leads to the requests of the log that ended so. */
export function ErrorTable({
  label,
  rows,
  logs,
}: {
  label: string;
  rows: readonly ErrorRow[];
  logs: EnvironmentRoute;
}) {
  return (
    <Table label={label}>
      <thead>
        <tr>
          <th scope="col">Error</th>
          <th scope="col" className="max-md:hidden">
            Endpoint
          </th>
          <Head>Status</Head>
          <Head>Times</Head>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ code, endpoint, status, count }) => (
          <tr key={`${code} ${endpoint} ${status}`}>
            <th scope="row" className="font-normal! whitespace-normal!">
              <Link href={{ pathname: logs, query: { code } }} prefetch={false} className="link">
                {code}
              </Link>
              <code className="block text-12 text-muted wrap-anywhere md:hidden">{endpoint}</code>
            </th>
            <td className="whitespace-normal! max-md:hidden">
              <code className="text-12 wrap-anywhere">{endpoint}</code>
            </td>
            <Cell>{status}</Cell>
            <Cell>{number.format(count)}</Cell>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

/** `wide`: only where there is room for it. */
function Head({ wide = false, children }: { wide?: boolean; children: string }) {
  return (
    <th scope="col" className={`text-right ${wide ? "max-md:hidden" : ""}`}>
      {children}
    </th>
  );
}

function Cell({ wide = false, children }: { wide?: boolean; children: string | number }) {
  return <td className={`num text-right ${wide ? "max-md:hidden" : ""}`}>{children}</td>;
}
