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
  /** The version that the draft began from; `version` where there is no draft. */
  basedOn: number;
  /** What is sent now. */
  sent: Content;
  revision: number;
  problems: readonly Problem[];
  /** The address of the HTML; null where the channel has none. */
  frame: string | null;
  write: (state: PlainState, form: FormData) => Promise<PlainState>;
};

/** The whole template in one form, for browsers without JavaScript: nothing is saved until its button is pressed. */
export function PlainEditor(props: PlainEditorProps) {
  const { parts, content, version, basedOn, sent, revision, problems, frame, write } = props;
  const [state, action] = useActionState(write, null);
  const written = state?.refused?.content ?? content;
  // The form says that its writer has read the version that is sent now, so that version is in it wherever it is news.
  const newer = (state?.refused?.version ?? basedOn) !== version;
  return (
    <form action={action} aria-label="Template" className="grid gap-4" noValidate>
      <input type="hidden" name="version" value={version} />
      <input type="hidden" name="revision" value={revision} />
      {state ? (
        <div role={state.refused ? "alert" : "status"}>
          <Callout tone={state.refused ? "danger" : "good"}>{state.message}</Callout>
        </div>
      ) : null}
      {newer && !state?.refused ? (
        <Callout tone="warn">
          Version {version} was published after this draft was begun. It is shown wherever it differs.
        </Callout>
      ) : null}
      {parts.map((part) => {
        const mine = written[part] ?? "";
        const [saved, live] = [content[part] ?? "", sent[part] ?? ""];
        return (
          <div key={part} className="grid gap-2">
            <Field
              name={part}
              label={PART_TITLES[part]}
              hint={problemsOf(problems, part, "warning")}
              error={problemsOf(problems, part, "error")}
            >
              <Textarea rows={part === "html" || part === "text" ? 16 : 2} defaultValue={mine} spellCheck={false} />
            </Field>
            {newer && live !== mine ? <Other title={`Version ${version}, which is sent`} text={live} /> : null}
            {saved !== mine && !(newer && saved === live) ? <Other title="What is saved now" text={saved} /> : null}
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

/** Another text for the same part, which can be copied from. */
function Other({ title, text }: { title: string; text: string }) {
  return (
    <details open>
      <summary className="text-13">{title}</summary>
      <pre className="whitespace-pre-wrap break-words rounded-2 bg-sunken p-3 text-12">{text}</pre>
    </details>
  );
}

function problemsOf(problems: readonly Problem[], part: Part, severity: Problem["severity"]): string | undefined {
  const lines = problems
    .filter((problem) => problem.part === part && problem.severity === severity)
    .map(({ line, message }) => `Line ${line}: ${message}`);
  return lines.length === 0 ? undefined : lines.join(". ");
}
