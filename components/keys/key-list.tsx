import type { ReactNode } from "react";
import { Table } from "@/components/ui/table";
import { KeyHint, KeyStatus, KeyType, TimeOrNever } from "./key-cells";
import type { KeyRow } from "./key-row";

export type KeyListProps = { rows: readonly KeyRow[]; actions: (row: KeyRow) => ReactNode };

/** The keys: a table, and in a narrow window the same data in a list. */
export function KeyList({ rows, actions }: KeyListProps) {
  return (
    <div className="overflow-clip rounded-3 border border-line bg-surface">
      <div className="max-lg:hidden">
        <KeyTable rows={rows} actions={actions} />
      </div>
      <ul aria-label="Keys" className="divide-y divide-line lg:hidden">
        {rows.map((row) => (
          <NarrowRow key={row.id} row={row} actions={actions(row)} />
        ))}
      </ul>
    </div>
  );
}

function KeyTable({ rows, actions }: KeyListProps) {
  return (
    <Table label="API keys">
      <thead>
        <tr>
          <th scope="col">Name</th>
          <th scope="col">Key</th>
          <th scope="col">Type</th>
          <th scope="col">Created</th>
          <th scope="col">Last used</th>
          <th scope="col">Expires</th>
          <th scope="col">Status</th>
          <th scope="col">
            <span className="sr-only">Actions</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.id}>
            <th scope="row">
              <span className="block max-w-56 truncate">{row.name}</span>
              <CreatedBy row={row} />
            </th>
            <td>
              <KeyHint row={row} />
              <Origins row={row} />
            </td>
            <td>
              <KeyType row={row} />
            </td>
            <td className="text-muted">
              <TimeOrNever value={row.createdAt} />
            </td>
            <td className="text-muted">
              <TimeOrNever value={row.lastUsedAt} />
            </td>
            <td className="text-muted">
              <TimeOrNever value={row.expiresAt} />
            </td>
            <td>
              <KeyStatus row={row} />
            </td>
            <td className="text-right">{actions(row)}</td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

function NarrowRow({ row, actions }: { row: KeyRow; actions: ReactNode }) {
  return (
    <li className="grid gap-1.5 px-4 py-3">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <span className="min-w-0 break-words font-medium">{row.name}</span>
        <KeyType row={row} />
        <span className="ml-auto">
          <KeyStatus row={row} />
        </span>
      </div>
      <CreatedBy row={row} />
      <KeyHint row={row} />
      <Origins row={row} />
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1 text-13 text-muted">
        <span>
          Created <TimeOrNever value={row.createdAt} />
        </span>
        <span>
          Last used <TimeOrNever value={row.lastUsedAt} />
        </span>
        <span>
          Expires <TimeOrNever value={row.expiresAt} />
        </span>
        <span className="ml-auto">{actions}</span>
      </div>
    </li>
  );
}

function CreatedBy({ row }: { row: KeyRow }) {
  if (!row.createdBy) return null;
  return <span className="block truncate font-normal text-12 text-muted">by {row.createdBy}</span>;
}

function Origins({ row }: { row: KeyRow }) {
  if (row.allowedOrigins.length === 0) return null;
  return (
    <span className="block max-w-72 whitespace-normal break-all text-12 text-muted">
      {row.allowedOrigins.join(", ")}
    </span>
  );
}
