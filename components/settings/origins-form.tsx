"use client";

import { useState, useTransition } from "react";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Card } from "@/components/ui/card";
import { CodeBlock } from "@/components/ui/code-block";
import { Status } from "@/components/ui/status";
import { type ReadOrigin, readOrigins } from "./read-origins";
import { SettingTextarea } from "./setting-fields";
import type { Values } from "./setting-text";
import { SettingsForm } from "./settings-form";
import type { SaveSettings } from "./settings-state";
import { useSettings } from "./use-settings-form";

/** What a preflight was answered with, or why there was none. */
export type Preflight =
  | { ok: true; allowed: boolean; status: number; headers: string }
  | { ok: false; problem: string };

export type OriginsFormProps = {
  version: number;
  values: Values;
  environment: "test" | "live";
  allowed: boolean;
  save: SaveSettings;
  test: (origin: string) => Promise<Preflight>;
};

/** The origins whose pages may call with a publishable key. */
export function OriginsForm({ version, values, environment, allowed, save, test }: OriginsFormProps) {
  return (
    <SettingsForm
      topic="origins"
      version={version}
      values={values}
      allowed={allowed}
      save={save}
      effect="Browsers keep an earlier answer for up to ten minutes."
    >
      <Card title="Allowed origins">
        <SettingTextarea
          name="cors.origins"
          rows={5}
          placeholder="https://app.example.com"
          hint={`Paste a list: spaces, commas and paths are dropped. Keys can list further ones of their own.${environment === "test" ? " In test a key without origins may be used from any." : ""}`}
        />
        <OriginList test={test} />
      </Card>
    </SettingsForm>
  );
}

function OriginList({ test }: { test: OriginsFormProps["test"] }) {
  const { values } = useSettings();
  const origins = readOrigins(values["cors.origins"] ?? "");
  if (origins.length === 0) return null;
  return (
    <ul aria-label="Origins as browsers send them" className="mt-4 divide-y divide-line rounded-2 border border-line">
      {origins.map((read) => (
        <OriginRow key={read.origin} read={read} test={test} />
      ))}
    </ul>
  );
}

function OriginRow({ read, test }: { read: ReadOrigin; test: OriginsFormProps["test"] }) {
  const [answer, setAnswer] = useState<Preflight | null>(null);
  const [pending, startTransition] = useTransition();
  const { origin, warning } = read;
  const run = () =>
    startTransition(async () => {
      const next = await test(origin).catch(() => ({ ok: false, problem: "Ninepin could not be reached" }) as const);
      startTransition(() => setAnswer(next));
    });
  return (
    <li className="grid grid-cols-1 gap-2 px-3 py-2.5">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <code className="min-w-0 flex-1 break-all text-12">{origin}</code>
        <Button size="small" pending={pending} pendingLabel="Testing" onClick={run} aria-label={`Test ${origin}`}>
          Test
        </Button>
      </div>
      {warning ? <Callout tone="warn">{warning}</Callout> : null}
      <div aria-live="polite" className="grid grid-cols-1 gap-2">
        {answer?.ok === false ? <p className="text-13 text-danger-text">{answer.problem}</p> : null}
        {answer?.ok ? (
          <>
            {answer.allowed ? (
              <Status kind="verified">Browsers on {origin} may call</Status>
            ) : (
              <Status kind="blocked">Not allowed. Is it saved?</Status>
            )}
            <CodeBlock
              label={`Answer to the preflight of ${origin}`}
              code={`${answer.status}\n${answer.headers}`}
              wrap
            />
          </>
        ) : null}
      </div>
    </li>
  );
}
