"use client";

import { Card } from "@/components/ui/card";
import { useSettings } from "./use-settings-form";

type Row = { what: string; holds: string; kept: string };

const FIXED: readonly Row[] = [
  { what: "Codes", holds: "Never stored: worked out when one is checked", kept: "Not at all" },
  { what: "Mailbox of test", holds: "Whole messages, encrypted", kept: "24 hours" },
  { what: "Webhook deliveries", holds: "What was sent, and the first part of the answer", kept: "30 days" },
  { what: "Repeated requests", holds: "Idempotency keys and what they made", kept: "24 hours" },
  { what: "Counts and latencies", holds: "Numbers by hour and day, of nobody by name", kept: "400 days" },
  { what: "Users", holds: "Addresses, phone numbers, sessions", kept: "Until you delete them" },
];

/** What is kept, and how long, with the settings as they are typed. */
export function KeptTable() {
  const { values } = useSettings();
  const rows: Row[] = [
    {
      what: "Verifications",
      holds: "Address, channel, outcome, times",
      kept: `${values["retention.challenge_hours"]} h after their end`,
    },
    {
      what: "Audit log",
      holds: "Who changed what, with before and after",
      kept: `${values["retention.audit_days"]} days`,
    },
    {
      what: "Request log",
      holds: "API requests, secrets masked when written",
      kept: `${values["retention.request_log_days"]} days`,
    },
    ...FIXED,
  ];
  return (
    <Card title="What is kept, and how long" padded={false}>
      <table className="w-full border-collapse text-left">
        <thead className="max-sm:sr-only">
          <tr className="border-line border-b text-13 text-subtle">
            <th scope="col" className="px-4 py-1.5 font-medium">
              What
            </th>
            <th scope="col" className="px-4 py-1.5 font-medium">
              What it holds
            </th>
            <th scope="col" className="px-4 py-1.5 font-medium">
              Kept
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ what, holds, kept }) => (
            <tr
              key={what}
              className="border-line border-b last:border-0 max-sm:grid max-sm:grid-cols-1 max-sm:gap-0.5 max-sm:py-2.5"
            >
              <th scope="row" className="px-4 font-medium sm:py-2">
                {what}
              </th>
              <td className="px-4 text-muted sm:py-2">{holds}</td>
              <td className="px-4 sm:py-2">{kept}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Card>
  );
}
