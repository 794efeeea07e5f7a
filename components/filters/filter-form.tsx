import Form from "next/form";
import Link from "next/link";
import type { ReactNode } from "react";
import type { EnvironmentRoute } from "@/components/frame/paths";
import { Button } from "@/components/ui/button";
import { type Filters, namedFilters } from "./filters";

export type FilterFormProps = {
  path: EnvironmentRoute;
  filters: Filters;
  /** Fields, the one that is searched in first. */
  children: ReactNode;
};

/** Narrows a list. The address bar carries what it is narrowed to, so that it can be shared, and works without scripts. */
export function FilterForm({ path, filters, children }: FilterFormProps) {
  return (
    <Form
      // What the fields hold belongs to the address: another address, other fields.
      key={JSON.stringify(filters)}
      action={path}
      scroll={false}
      className="mb-3.5 flex flex-wrap items-end gap-x-2.5 gap-y-3 *:min-w-32 *:flex-1 *:first:basis-56 sm:*:max-w-80 lg:*:min-w-24"
    >
      {children}
      <div className="flex min-h-control flex-none! items-center gap-3">
        <Button type="submit">Filter</Button>
        {Object.keys(namedFilters(filters)).length > 0 ? (
          <Link href={path} scroll={false} className="link">
            Clear filters
          </Link>
        ) : null}
      </div>
    </Form>
  );
}
