"use client";

import { useRouter } from "next/navigation";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import type { Outcome } from "@/components/ui/outcome";
import { Table } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import { useToast } from "@/components/ui/toast";
import type { Version } from "./template-view";

export type TemplateVersionsProps = {
  versions: readonly Version[];
  current: number;
  writes: boolean;
  restore: (version: number) => Promise<Outcome<number>>;
};

/** What was published of a template, and the way back: a table, and in a narrow window the same data in a list. */
export function TemplateVersions({ versions, current, writes, restore }: TemplateVersionsProps) {
  return (
    <section aria-label="Versions" className="mt-6">
      <h2 className="pb-2 font-medium text-16">Versions</h2>
      {versions.length === 0 ? (
        <p className="text-muted">Nothing was published yet: the built-in design is sent.</p>
      ) : (
        <div className="rounded-3 border border-line bg-surface">
          <div className="max-sm:hidden">
            <Table label="Versions of this template">
              <thead>
                <tr>
                  <th scope="col">Version</th>
                  <th scope="col">Published</th>
                  <th scope="col">By</th>
                  <th scope="col">Note</th>
                  <th scope="col">
                    <span className="sr-only">Restore</span>
                  </th>
                </tr>
              </thead>
              <tbody>
                {versions.map((row) => (
                  <tr key={row.version}>
                    <th scope="row">
                      <Name row={row} current={current} />
                    </th>
                    <td>
                      <Time value={row.at} />
                    </td>
                    <td>{row.author}</td>
                    <td className="max-w-80 truncate">{row.note}</td>
                    <td>
                      {writes && row.version !== current ? (
                        <Restore version={row.version} current={current} restore={restore} />
                      ) : null}
                    </td>
                  </tr>
                ))}
              </tbody>
            </Table>
          </div>
          <ul aria-label="Versions of this template" data-rows="" className="divide-y divide-line sm:hidden">
            {versions.map((row) => (
              <li key={row.version} className="flex flex-wrap items-center justify-between gap-x-3 gap-y-1 px-4 py-3">
                <span className="font-medium">
                  <Name row={row} current={current} />
                </span>
                {writes && row.version !== current ? (
                  <Restore version={row.version} current={current} restore={restore} />
                ) : null}
                <span className="min-w-0 basis-full break-words text-13 text-muted">
                  <Time value={row.at} /> by {row.author}
                  {row.note ? `. ${row.note}` : ""}
                </span>
              </li>
            ))}
          </ul>
          {writes && versions.some(({ version, own }) => own && version === current) ? (
            <p className="flex flex-wrap items-center justify-between gap-x-3 gap-y-1 border-line border-t px-4 py-3">
              <span className="inline-flex items-center gap-1.5">
                The built-in design <Badge>Default</Badge>
              </span>
              <Restore version={0} current={current} restore={restore} />
            </p>
          ) : null}
        </div>
      )}
    </section>
  );
}

function Name({ row: { version, own }, current }: { row: Version; current: number }) {
  return (
    <span className="inline-flex items-center gap-1.5">
      v{version} {version === current ? <Badge tone="good">Live</Badge> : null} {own ? null : <Badge>Default</Badge>}
    </span>
  );
}

/** Publishes an earlier version again, or the built-in design, which is version 0, once that is confirmed. */
function Restore({
  version,
  current,
  restore,
}: Pick<TemplateVersionsProps, "current" | "restore"> & { version: number }) {
  const router = useRouter();
  const toast = useToast();
  const what = version === 0 ? "the built-in design" : `version ${version}`;
  return (
    <ConfirmDialog
      title={`Restore ${what}?`}
      confirmLabel={version === 0 ? "Restore it" : `Restore v${version}`}
      pendingLabel="Restoring"
      trigger={
        <Button size="small" aria-label={`Restore ${what}`}>
          Restore
        </Button>
      }
      onConfirm={async () => {
        const outcome = await restore(version);
        if (!outcome.ok) return outcome.message;
        toast({ title: `v${outcome.value} is live` });
        // The editor begins with it, unless there is a draft.
        router.replace(`?loaded=${Date.now()}`, { scroll: false });
        return undefined;
      }}
    >
      It is published again as version {current + 1}. A draft stays as it is.
    </ConfirmDialog>
  );
}
