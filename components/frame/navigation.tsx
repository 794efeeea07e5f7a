"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { useId } from "react";
import { ShortcutKeys } from "@/components/keyboard/shortcut-keys";
import { letterOf } from "@/components/keyboard/shortcuts";
import { ENVIRONMENT_PAGES, type EnvironmentKind, environmentPath } from "./paths";

const LINK = "flex items-center font-medium text-muted hover:text-ink aria-[current]:bg-sunken aria-[current]:text-ink";
const PAGE = `${LINK} h-8 rounded-2 px-2 pointer-coarse:h-control`;
const CHOICE = `${LINK} h-7 justify-center rounded-1 pointer-coarse:h-control`;

/** The links to the pages of this environment, and to its sibling: the same page where both have it. */
export function Navigation({ project, environment }: { project: string; environment: EnvironmentKind }) {
  const current = usePathname().split("/")[4];
  return (
    <nav aria-label="Main" className="grid gap-4">
      <ul className="grid gap-0.5">
        {ENVIRONMENT_PAGES[environment].map((page) => (
          <li key={page.segment}>
            <Link
              href={environmentPath(project, environment, page.segment)}
              aria-current={page.segment === current ? "page" : undefined}
              className={PAGE}
            >
              {page.name}
              <PageKeys segment={page.segment} />
            </Link>
          </li>
        ))}
      </ul>
      <EnvironmentSwitch project={project} environment={environment} current={current} />
    </nav>
  );
}

/** How a page is reached by keys, for those who look; the list of shortcuts says it to everybody. */
function PageKeys({ segment }: { segment: string }) {
  const letter = letterOf(segment);
  if (letter === null) return null;
  return (
    <span aria-hidden="true" className="ml-auto in-data-[single-keys=off]:hidden pointer-coarse:hidden">
      <ShortcutKeys keys={["G", letter.toUpperCase()]} />
    </span>
  );
}

function EnvironmentSwitch({
  project,
  environment,
  current,
}: {
  project: string;
  environment: EnvironmentKind;
  current: string | undefined;
}) {
  const label = useId();
  return (
    <div>
      <p id={label} className="px-2 pb-1 font-medium text-12 text-subtle">
        Environment
      </p>
      <ul aria-labelledby={label} className="grid grid-cols-2 gap-0.5 rounded-2 border border-line p-0.5">
        {(["test", "live"] as const).map((kind) => {
          const same = ENVIRONMENT_PAGES[kind].find((page) => page.segment === current);
          return (
            <li key={kind}>
              <Link
                href={environmentPath(project, kind, same?.segment ?? "overview")}
                aria-current={kind === environment ? "true" : undefined}
                className={CHOICE}
              >
                {kind === "test" ? "Test" : "Live"}
              </Link>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
