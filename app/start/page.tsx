import type { Metadata } from "next";
import Link from "next/link";
import { redirect } from "next/navigation";
import { requireEnvironment } from "@/app/dashboard/scope";
import { environmentPath } from "@/components/frame/paths";
import { type Step, Steps } from "@/components/frame/steps";
import { FirstCall } from "@/components/keys/first-call";
import { LiveUpdates } from "@/components/mailbox/live-updates";
import { EnvBand } from "@/components/ui/env-band";
import { LinkButton } from "@/components/ui/link-button";
import { Wordmark } from "@/components/ui/wordmark";
import { apiUrlOf } from "@/lib/core/api-url";
import { newestMailboxId } from "@/lib/mailbox";
import { requireMember } from "@/lib/session";
import { createFirstKey } from "./actions";

export const metadata: Metadata = { title: "[Test] Your first code" };

/** After sign-up: from the app's name to its first code. What is done shows in what there is, so it can be resumed. */
export default async function StartPage() {
  const member = await requireMember();
  const project = member.projects[0];
  if (!project || member.role === "viewer") redirect("/dashboard");
  const { deps, scope } = await requireEnvironment(project.slug, "test");
  const newestId = await newestMailboxId(deps, scope.environment.id);
  const mailbox = environmentPath(project.slug, "test", "mailbox");
  const settings = environmentPath(project.slug, "test", "settings");

  const steps: Step[] = [
    {
      title: `Your app is ${project.name}`,
      state: "done",
      content: (
        <p className="text-muted">
          The name stands in every message that your users get. You can{" "}
          <Link href={{ pathname: `${settings}/general` }} className="link">
            change it
          </Link>{" "}
          and give it{" "}
          <Link href={{ pathname: `${settings}/brand` }} className="link">
            a logo and a colour
          </Link>{" "}
          at any time.
        </p>
      ),
    },
    {
      title: "Ask for a code",
      state: newestId ? "done" : "current",
      content: (
        <>
          <p className="text-muted">Your app's server does this with a secret key. Try it from a terminal.</p>
          <FirstCall
            apiUrl={apiUrlOf(deps.env)}
            createKey={createFirstKey.bind(null, project.slug)}
            first={!newestId}
          />
        </>
      ),
    },
    {
      title: "See it in the Mailbox",
      state: newestId ? "current" : "later",
      content: (
        <>
          <p className="text-muted">
            {newestId
              ? "It has landed. This is what your users get."
              : "In test every message lands there. Nothing is sent."}
          </p>
          <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
            <LinkButton href={mailbox} variant={newestId ? "primary" : "plain"}>
              Open the Mailbox
            </LinkButton>
            <LiveUpdates
              shown={newestId ? { id: newestId, announcement: "Your code has landed in the Mailbox" } : null}
              source={`${mailbox}/newest`}
            >
              {newestId ? "" : "Waiting for your first message"}
            </LiveUpdates>
          </div>
        </>
      ),
    },
    {
      title: "Go live, when you are ready",
      state: "later",
      content: (
        <p className="text-muted">
          Your{" "}
          <Link href={environmentPath(project.slug, "test", "overview")} className="link">
            overview
          </Link>{" "}
          lists what that takes, and what of it is done: your brand, a domain to send from, a live key.
        </p>
      ),
    },
  ];

  return (
    <>
      <EnvBand />
      <div className="mx-auto max-w-[42rem] px-4 pt-6 pb-12">
        <header className="flex items-center justify-between">
          <Wordmark />
          <Link href={environmentPath(project.slug, "test", "overview")} className="link">
            Skip to the dashboard
          </Link>
        </header>
        <main id="main" className="pt-12">
          <h1 className="display text-28">Your first code</h1>
          <p className="mt-1 mb-8 text-muted">Three steps, about a minute. The fourth can wait.</p>
          <Steps steps={steps} />
        </main>
      </div>
    </>
  );
}
