import { IconX } from "@tabler/icons-react";
import Link from "next/link";
import type { EnvironmentRoute } from "@/components/frame/paths";
import { EmptyState } from "@/components/ui/empty-state";
import { type Filters, namedFilters } from "./filters";

export type NoMatchesProps = {
  title: string;
  path: EnvironmentRoute;
  filters: Filters;
  /** What the fields are called, by the filters' names. */
  labels: Readonly<Record<string, string>>;
  /** Said in place of how to see more. */
  hint?: string | undefined;
};

/** A list that its filters leave nothing of: each filter can be taken away by itself. */
export function NoMatches({ title, path, filters, labels, hint }: NoMatchesProps) {
  const named = namedFilters(filters);
  return (
    <EmptyState title={title}>
      <p>{hint ?? "Widen the filters, or take one away:"}</p>
      <ul aria-label="Active filters" className="mt-3 flex flex-wrap justify-center gap-2">
        {Object.entries(named).map(([name, value]) => {
          const { [name]: _, ...others } = named;
          return (
            <li key={name} className="max-w-full">
              <Link
                href={{ pathname: path, query: others }}
                scroll={false}
                className="flex min-h-7 items-center gap-1.5 rounded-full border border-line-strong px-2.5 text-13 text-ink hover:border-muted pointer-coarse:min-h-11"
              >
                <span className="sr-only">Remove </span>
                <span className="truncate">
                  {labels[name] ?? name}: {value}
                </span>
                <IconX size={14} stroke={1.75} aria-hidden="true" className="shrink-0 text-muted" />
              </Link>
            </li>
          );
        })}
      </ul>
    </EmptyState>
  );
}
