import Link from "next/link";
import type { ReactNode } from "react";
import { Keyboard } from "@/components/keyboard/keyboard";
import { LeaveGuard } from "@/components/keyboard/leave-guard";
import { EnvBand } from "@/components/ui/env-band";
import { ThemeToggle } from "@/components/ui/theme-toggle";
import { ToastProvider } from "@/components/ui/toast";
import { Wordmark } from "@/components/ui/wordmark";
import { FocusHeading } from "./focus-heading";
import { MemberMenu } from "./member-menu";
import { Navigation } from "./navigation";
import { type EnvironmentKind, environmentPath } from "./paths";
import { Sheet } from "./sheet";

export type FrameProps = {
  project: { slug: string; name: string };
  environment: EnvironmentKind;
  member: { email: string; customer: string };
  keyboard: { singleKeys: boolean; keepSingleKeys: (on: boolean) => Promise<void> };
  children: ReactNode;
};

/** What stands around every page of an environment: the band in test, the navigation, who is signed in. */
export function Frame({ project, environment, member, keyboard, children }: FrameProps) {
  const test = environment === "test";
  const home = environmentPath(project.slug, environment, "overview");
  const side = (
    <div className="flex flex-1 flex-col gap-4">
      <p className="px-2 font-semibold text-15">{project.name}</p>
      <Navigation project={project.slug} environment={environment} />
      {/* Stays in sight where a low window scrolls the pages above it, and covers the padding below. */}
      <div className="sticky -bottom-3.5 -mb-3.5 mt-auto flex flex-col items-start gap-2 border-line border-t bg-canvas pt-3 pb-3.5">
        <ThemeToggle />
        <MemberMenu email={member.email} customer={member.customer} />
      </div>
    </div>
  );
  return (
    <ToastProvider>
      <Keyboard project={project.slug} environment={environment} {...keyboard}>
        <div className="flex min-h-dvh flex-col">
          {test ? <EnvBand /> : null}
          <div className="flex flex-1 flex-col md:flex-row">
            <header className="flex items-center gap-2 border-line border-b px-3 py-2 md:hidden">
              <Sheet>{side}</Sheet>
              <Link href={home} className="flex rounded-2 px-1">
                <Wordmark />
              </Link>
              <span className="ml-auto truncate text-muted">{project.name}</span>
            </header>
            <aside
              aria-label="Sidebar"
              className={`sticky top-0 hidden w-nav shrink-0 flex-col overflow-y-auto scroll-pb-36 border-line border-r px-3 py-3.5 md:flex ${test ? "h-[calc(100dvh-1.75rem)]" : "h-dvh"}`}
            >
              <Link href={home} className="mb-4 self-start rounded-2 px-1.5 py-0.5">
                <Wordmark />
              </Link>
              {side}
            </aside>
            <FocusHeading />
            <main id="main" className="w-full min-w-0 max-w-[1180px] px-4 pt-5 pb-10 md:px-7">
              <LeaveGuard>{children}</LeaveGuard>
            </main>
          </div>
        </div>
      </Keyboard>
    </ToastProvider>
  );
}
