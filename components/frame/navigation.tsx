"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { useId } from "react";
import { ShortcutKeys } from "@/components/keyboard/shortcut-keys";
import { letterOf } from "@/components/keyboard/shortcuts";
import { ENVIRONMENT_PAGES, type EnvironmentKind, environmentPath, PAGE_GROUPS, type PageGroup } from "./paths";

const LINK = "flex items-center font-medium text-muted hover:text-ink aria-[current]:bg-sunken aria-[current]:text-ink";
const PAGE = `${LINK} h-7.5 rounded-2 px-2 pointer-coarse:h-control`;
const TITLE = "px-2 pb-1 font-medium text-12 text-subtle";
const CHOICE = `${LINK} h-7 justify-center rounded-1 pointer-coarse:h-control`;

/** The links to the pages of this environment, and to its sibling: the same page where both have it. */
export function Navigation({ project, environment }: { project: string; environment: EnvironmentKind }) {
  const current = usePathname().split("/")[4];
  return (
    <nav aria-label="Main" className="grid gap-4">
      {PAGE_GROUPS[environment].map((group) => (
        <Group key={group.title} group={group} {...{ project, environment, current }} />
      ))}
      <EnvironmentSwitch project={project} environment={environment} current={current} />
    </nav>
  );
}

type GroupProps = { group: PageGroup; project: string; environment: EnvironmentKind; current: string | undefined };

function Group({ group: { title, pages }, project, environment, current }: GroupProps) {
  const label = useId();
  return (
    <div>
      {title === null ? null : (
        <p id={label} className={TITLE}>
          {title}
        </p>
      )}
      <ul aria-labelledby={title === null ? undefined : label} className="grid gap-px">
        {pages.map(({ name, segment }) => (
          <li key={segment}>
            <Link
              href={environmentPath(project, environment, segment)}
              aria-current={segment === current ? "page" : undefined}
              className={PAGE}
            >
              {name}
              <PageKeys segment={segment} />
            </Link>
          </li>
        ))}
      </ul>
    </div>
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
      <p id={label} className={TITLE}>
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
