import { IconAdjustmentsHorizontal, IconChevronDown } from "@tabler/icons-react";
import Form from "next/form";
import Link from "next/link";
import type { ReactNode } from "react";
import { KeepFocus } from "@/components/frame/keep-focus";
import type { EnvironmentRoute } from "@/components/frame/paths";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { buttonClasses } from "@/components/ui/button-classes";
import { type Filters, namedFilters } from "./filters";

export type FilterFormProps = {
  path: EnvironmentRoute;
  filters: Filters;
  /** Fields, the one that is searched in first. */
  children: ReactNode;
};

/**
 * Narrows a list. The address bar carries what it is narrowed to, so that it can be shared, and works without scripts.
 * A narrow window folds the fields away, for the list to be what is seen first; a wide one shows them, open or not.
 */
export function FilterForm({ path, filters, children }: FilterFormProps) {
  const set = Object.keys(namedFilters(filters)).length;
  // What the fields hold belongs to the address: another address, other fields.
  const place = JSON.stringify(filters);
  return (
    <>
      <KeepFocus place={place} />
      <Form key={place} action={path} scroll={false} className="mb-3.5">
        <details className="group sm:details-content:[content-visibility:visible]">
          <summary
            // A browser that cannot show what is folded keeps the fold, in wide windows too.
            className={`${buttonClasses({ variant: "plain", size: "medium", wide: false })} cursor-pointer list-none sm:supports-[selector(::details-content)]:hidden [&::-webkit-details-marker]:hidden`}
          >
            <IconAdjustmentsHorizontal size={16} stroke={1.75} aria-hidden="true" />
            Filters
            {set > 0 ? <Badge tone="good">{set} set</Badge> : null}
            <IconChevronDown size={16} stroke={1.75} aria-hidden="true" className="group-open:rotate-180" />
          </summary>
          <div className="flex flex-wrap items-end gap-x-2.5 gap-y-3 *:min-w-34 *:flex-1 *:first:basis-44 max-sm:mt-3 max-sm:*:first:basis-full sm:*:max-w-80">
            {children}
            <div className="flex min-h-control min-w-0! flex-none! items-center gap-3">
              <Button type="submit">Filter</Button>
              {set > 0 ? (
                <Link href={path} scroll={false} className="link">
                  Clear filters
                </Link>
              ) : null}
            </div>
          </div>
        </details>
      </Form>
    </>
  );
}
