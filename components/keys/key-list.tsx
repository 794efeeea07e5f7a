import type { ReactNode } from "react";
import { Table } from "@/components/ui/table";
import { CreatedBy, Expiry, KeyHint, KeyStatus, LastUse, Places, Rotation, typeOf } from "./key-cells";
import type { KeyRow } from "./key-row";

export type KeyListProps = { rows: readonly KeyRow[]; actions: (row: KeyRow) => ReactNode };

/** The keys: a table, and in a narrow window the same data in a list. */
export function KeyList({ rows, actions }: KeyListProps) {
  return (
    <div className="overflow-clip rounded-3 border border-line bg-surface">
      <div className="max-lg:hidden">
        <KeyTable rows={rows} actions={actions} />
      </div>
      <ul aria-label="Keys" data-rows="" className="divide-y divide-line lg:hidden">
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
          <th scope="col">Last used</th>
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
              <span className="block max-w-68 break-words pt-1.5 whitespace-normal">{row.name}</span>
              <span className="block font-normal text-12 text-muted">{typeOf(row)}</span>
              <span className="block max-w-68 truncate pb-1.5 font-normal text-12 text-muted">
                <CreatedBy row={row} />
              </span>
            </th>
            <td>
              <KeyHint row={row} />
              <Places row={row} />
              <Rotation row={row} />
            </td>
            <td className="text-muted">
              <LastUse row={row} />
            </td>
            <td>
              <KeyStatus row={row} />
              <span className="block text-12 text-muted">
                <Expiry row={row} />
              </span>
            </td>
            <td className="text-right">
              <span className="inline-flex justify-end">{actions(row)}</span>
            </td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

function NarrowRow({ row, actions }: { row: KeyRow; actions: ReactNode }) {
  return (
    <li className="grid gap-1 px-4 py-3">
      <div className="flex items-start gap-3">
        <span className="min-w-0 flex-1 break-words font-medium">{row.name}</span>
        <KeyStatus row={row} />
      </div>
      <span className="text-13 text-muted">{typeOf(row)}</span>
      <KeyHint row={row} />
      <Places row={row} />
      <Rotation row={row} />
      <div className="flex flex-wrap items-baseline gap-x-4 gap-y-1 text-13 text-muted">
        <span className="min-w-0 break-words">
          <CreatedBy row={row} />
        </span>
        <span>
          {row.lastUsedAt ? "Last used " : null}
          <LastUse row={row} />
        </span>
        <span>
          <Expiry row={row} />
        </span>
        <span className="ml-auto">{actions}</span>
      </div>
    </li>
  );
}
