"use client";

import { useActionState } from "react";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Textarea } from "@/components/ui/textarea";
import type { PlainState } from "./plain-state";
import { type Content, PART_TITLES, type Part, type Problem } from "./template-view";

export type PlainEditorProps = {
  parts: readonly Part[];
  content: Content;
  version: number;
  revision: number;
  problems: readonly Problem[];
  /** The address of the HTML; null where the channel has none. */
  frame: string | null;
  write: (state: PlainState, form: FormData) => Promise<PlainState>;
};

/** The whole template in one form, for browsers without JavaScript: nothing is saved until its button is pressed. */
export function PlainEditor({ parts, content, version, revision, problems, frame, write }: PlainEditorProps) {
  const [state, action] = useActionState(write, null);
  const written = state?.refused ?? content;
  return (
    <form action={action} aria-label="Template" className="grid gap-4" noValidate>
      <input type="hidden" name="version" value={version} />
      <input type="hidden" name="revision" value={revision} />
      {state ? (
        <div role={state.refused ? "alert" : "status"}>
          <Callout tone={state.refused ? "danger" : "good"}>{state.message}</Callout>
        </div>
      ) : null}
      {parts.map((part) => {
        const saved = content[part] ?? "";
        return (
          <div key={part} className="grid gap-2">
            <Field
              name={part}
              label={PART_TITLES[part]}
              hint={problemsOf(problems, part, "warning")}
              error={problemsOf(problems, part, "error")}
            >
              <Textarea
                rows={part === "html" || part === "text" ? 16 : 2}
                defaultValue={written[part] ?? ""}
                spellCheck={false}
              />
            </Field>
            {(written[part] ?? "") === saved ? null : (
              <details>
                <summary className="text-13">What is saved now</summary>
                <pre className="whitespace-pre-wrap break-words rounded-2 bg-sunken p-3 text-12">{saved}</pre>
              </details>
            )}
          </div>
        );
      })}
      <Field name="note" label="Note" hint="For those who look at the versions later.">
        <Input maxLength={200} autoComplete="off" />
      </Field>
      <div className="flex flex-wrap gap-2">
        <Button type="submit" name="intent" value="save">
          Save draft
        </Button>
        <Button type="submit" name="intent" value="publish" variant="primary">
          Publish v{version + 1}
        </Button>
      </div>
      {frame === null ? null : (
        <iframe
          title="Email"
          sandbox=""
          src={frame}
          className="block h-[38rem] w-full rounded-3 border border-line bg-[#fff] scheme-light"
        />
      )}
    </form>
  );
}

function problemsOf(problems: readonly Problem[], part: Part, severity: Problem["severity"]): string | undefined {
  const lines = problems
    .filter((problem) => problem.part === part && problem.severity === severity)
    .map(({ line, message }) => `Line ${line}: ${message}`);
  return lines.length === 0 ? undefined : lines.join(". ");
}
