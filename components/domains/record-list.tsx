"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { Table } from "@/components/ui/table";
import { RecordStatus } from "./domain-status";
import type { RecordView } from "./domain-view";
import { zoneText } from "./zone-text";

const PURPOSES = {
  ownership: ["Ownership", "Shows that the domain is yours."],
  dkim: ["DKIM", "Signs what is sent."],
  spf: ["SPF", "Names who may send."],
  dmarc: ["DMARC", "Says what becomes of forgeries."],
  return_path: ["Return path", "Brings bounces back to us."],
  provider: ["Resend", "Lets Resend send for the domain."],
} as const satisfies Record<RecordView["purpose"], readonly [string, string]>;

export type RecordListProps = { records: readonly RecordView[]; zone: string };

/** The records to enter, each with what was found of it: a table, and in a narrow window the same in a list. */
export function RecordList({ records, zone }: RecordListProps) {
  const [whole, setWhole] = useState(false);
  const nameOf = (record: RecordView) => (whole ? record.name : record.host);
  return (
    <div className="grid grid-cols-1 gap-3">
      <div className="flex flex-wrap items-center gap-2">
        <p className="min-w-0 flex-1 basis-72 text-13 text-muted">
          {whole
            ? "Whole names. Most DNS hosts add the zone by themselves and want the short ones."
            : `Names within ${zone}, as most DNS hosts want them.`}
        </p>
        <Button size="small" aria-pressed={whole} onClick={() => setWhole(!whole)}>
          Show whole names
        </Button>
        <CopyButton value={zoneText(records)} label="all records as a BIND zone" variant="plain">
          Copy all as BIND zone
        </CopyButton>
      </div>
      <div className="overflow-clip rounded-3 border border-line bg-surface">
        <div className="max-lg:hidden">
          <Table label="DNS records">
            <thead>
              <tr>
                <th scope="col">Record</th>
                <th scope="col">Type</th>
                <th scope="col">Name</th>
                <th scope="col">Value</th>
                <th scope="col">Found</th>
              </tr>
            </thead>
            <tbody>
              {records.map((record) => (
                <tr key={record.key} className="align-top">
                  <th scope="row" className="py-2!">
                    <Purpose record={record} />
                  </th>
                  <td>
                    <code className="block pt-1.5 text-12">{record.type}</code>
                    <span className="num text-12 text-muted">TTL {record.ttlSeconds}</span>
                  </td>
                  <td>
                    <Copied text={nameOf(record)} label={`name for ${labelOf(record)}`} />
                  </td>
                  <td>
                    <Copied text={shownValue(record)} label={`value for ${labelOf(record)}`} />
                  </td>
                  <td className="min-w-64 max-w-96 whitespace-normal!">
                    <Found record={record} />
                  </td>
                </tr>
              ))}
            </tbody>
          </Table>
        </div>
        <ul aria-label="DNS records" className="divide-y divide-line lg:hidden">
          {records.map((record) => (
            <li key={record.key} className="grid min-w-0 gap-2 px-4 py-3">
              <Purpose record={record} />
              <Found record={record} />
              <dl className="grid min-w-0 grid-cols-[auto_minmax(0,1fr)] items-center gap-x-3 gap-y-1 text-13">
                <dt className="text-subtle">Type</dt>
                <dd>
                  <code className="text-12">{record.type}</code>, <span className="num">TTL {record.ttlSeconds}</span>
                </dd>
                <dt className="text-subtle">Name</dt>
                <dd className="min-w-0">
                  <Copied text={nameOf(record)} label={`name for ${labelOf(record)}`} />
                </dd>
                <dt className="text-subtle">Value</dt>
                <dd className="min-w-0">
                  <Copied text={shownValue(record)} label={`value for ${labelOf(record)}`} />
                </dd>
              </dl>
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}

function labelOf({ purpose, type }: RecordView): string {
  return `${PURPOSES[purpose][0]} record${purpose === "provider" ? ` (${type})` : ""}`;
}

function shownValue({ type, value, priority }: RecordView): string {
  return type === "MX" ? `${priority ?? 10} ${value}` : value;
}

function Purpose({ record }: { record: RecordView }) {
  const [title, why] = PURPOSES[record.purpose];
  return (
    <span className="block">
      {title}
      <span className="block font-normal text-12 text-muted">{record.required ? "Needed" : "Recommended"}</span>
      <span className="block max-w-44 whitespace-normal font-normal text-12 text-muted">{why}</span>
    </span>
  );
}

function Copied({ text, label }: { text: string; label: string }) {
  return (
    <span className="flex min-w-0 items-center gap-1">
      <code className="block min-w-0 max-w-56 truncate text-12 lg:max-w-46" title={text}>
        {text}
      </code>
      <CopyButton value={text} label={label} />
    </span>
  );
}

/** What the last look found, why that is not right, and what to do. */
function Found({ record }: { record: RecordView }) {
  const shown = record.status === "wrong" || record.status === "propagating" ? record.found : [];
  return (
    <div className="grid gap-1 py-1">
      <RecordStatus status={record.status} />
      {record.detail && record.problem !== "missing" ? <p className="text-13">{record.detail}</p> : null}
      {shown.length > 0 ? (
        <ul aria-label={`Found for ${labelOf(record)}`} className="grid gap-0.5">
          {shown.map((value) => (
            <li key={value}>
              <code className="break-all text-12 text-muted">
                {value.length > 120 ? `${value.slice(0, 120)}…` : value}
              </code>
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  );
}
