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

/** What was published of a template, and the way back. */
export function TemplateVersions({ versions, current, writes, restore }: TemplateVersionsProps) {
  const router = useRouter();
  const toast = useToast();
  return (
    <section aria-label="Versions" className="mt-6">
      <h2 className="pb-2 font-medium text-16">Versions</h2>
      {versions.length === 0 ? (
        <p className="text-muted">Nothing was published yet: the built-in design is sent.</p>
      ) : (
        <div className="rounded-3 border border-line bg-surface">
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
              {versions.map(({ version, own, author, note, at }) => (
                <tr key={version}>
                  <th scope="row">
                    v{version} {version === current ? <Badge tone="good">Live</Badge> : null}{" "}
                    {own ? null : <Badge>Default</Badge>}
                  </th>
                  <td>
                    <Time value={at} />
                  </td>
                  <td>{author}</td>
                  <td className="max-w-80 truncate">{note}</td>
                  <td>
                    {writes && version !== current ? (
                      <ConfirmDialog
                        title={`Restore version ${version}?`}
                        confirmLabel={`Restore v${version}`}
                        pendingLabel="Restoring"
                        trigger={
                          <Button size="small" aria-label={`Restore version ${version}`}>
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
                    ) : null}
                  </td>
                </tr>
              ))}
            </tbody>
          </Table>
        </div>
      )}
    </section>
  );
}
