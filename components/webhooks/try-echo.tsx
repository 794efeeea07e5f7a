"use client";

import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import { type EnvironmentKind, webhookPath } from "@/components/frame/paths";
import { Button } from "@/components/ui/button";
import type { Outcome } from "@/components/ui/outcome";

export type TryEchoProps = {
  project: string;
  environment: EnvironmentKind;
  start: () => Promise<Outcome<string>>;
  primary?: boolean;
};

/** Makes a receiver of ours with an endpoint, sends it an example and goes there. */
export function TryEcho({ project, environment, start, primary = false }: TryEchoProps) {
  const router = useRouter();
  const [problem, setProblem] = useState<string | null>(null);
  const [pending, startTransition] = useTransition();
  const run = () =>
    startTransition(async () => {
      const outcome = await start();
      if (outcome.ok) router.push(webhookPath(project, environment, outcome.value));
      else setProblem(outcome.message);
    });
  return (
    <>
      <Button variant={primary ? "primary" : "plain"} onClick={run} pending={pending} pendingLabel="Setting up">
        Try it without a server
      </Button>
      {problem ? (
        <span role="alert" className="text-13 text-danger-text">
          {problem}
        </span>
      ) : null}
    </>
  );
}
