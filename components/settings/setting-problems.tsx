"use client";

import { Callout } from "@/components/ui/callout";
import { settingLabel } from "./setting-names";
import type { Values } from "./setting-text";
import type { SettingsState } from "./settings-state";

/** The id of a setting's control, for links to it. */
export function settingId(name: string): string {
  return `setting-${name.replaceAll(".", "-")}`;
}

/** What stood in the way of the last save, with links to the fields. */
export function SettingProblems({ state, theirs, author }: { state: SettingsState; theirs: Values; author: string }) {
  if (state.status === "refused") {
    const names = Object.keys(state.fields);
    return (
      <div role="alert">
        <Callout tone="danger" title={state.message}>
          <FieldLinks names={names} />
        </Callout>
      </div>
    );
  }
  if (state.status !== "conflict") return null;
  const names = Object.keys(theirs);
  return (
    <div role="alert">
      <Callout tone="warn" title={`${author} changed settings while you did`}>
        {names.length === 0
          ? "Not the same ones as you: yours are still here. Save again to keep both."
          : "What you typed is still here, with their value beside it. Save again to keep yours."}
        <FieldLinks names={names} />
      </Callout>
    </div>
  );
}

function FieldLinks({ names }: { names: readonly string[] }) {
  if (names.length === 0) return null;
  return (
    <ul className="mt-1 flex flex-wrap gap-x-4">
      {names.map((name) => (
        <li key={name}>
          <a href={`#${settingId(name)}`} className="link">
            {settingLabel(name)}
          </a>
        </li>
      ))}
    </ul>
  );
}
