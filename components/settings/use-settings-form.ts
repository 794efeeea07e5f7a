"use client";

import { createContext, useActionState, useContext, useEffect, useState } from "react";
import { changedNames, mergeValues } from "./merge-values";
import type { Values } from "./setting-text";
import { IDLE, type SaveSettings, type SettingsState } from "./settings-state";

/** What a form of settings holds: what was typed, what is wrong with it, and what others made of it meanwhile. */
export type SettingsForm = {
  values: Values;
  set: (name: string, value: string) => void;
  errors: Readonly<Record<string, string>>;
  /** Where somebody else set something different meanwhile: their value. */
  theirs: Values;
  author: string;
  /** Whether this member may change anything. */
  allowed: boolean;
};

const FormContext = createContext<SettingsForm | null>(null);

export const SettingsFormProvider = FormContext.Provider;

/** The form that a control stands in. */
export function useSettings(): SettingsForm {
  const form = useContext(FormContext);
  if (!form) throw new Error("A setting stands outside its form");
  return form;
}

type Kept = { base: Values; typed: Values; version: number; theirs: Values; author: string };

/**
 * Keeps what was typed through everything that a save may answer. A save goes out with the version that was read; where
 * somebody else was faster, what was left alone follows them and the rest stays, with theirs beside it.
 */
export function useSettingsForm(read: { version: number; values: Values }, save: SaveSettings, onSaved: () => void) {
  const [state, send, pending] = useActionState(save, IDLE);
  const [kept, setKept] = useState<Kept>({
    base: read.values,
    typed: read.values,
    version: read.version,
    theirs: {},
    author: "",
  });
  const [sent, setSent] = useState(kept.typed);
  const [settled, setSettled] = useState(0);
  const changed = changedNames(kept.base, kept.typed);

  // While drawing, not after it: what was answered and what it leads to are seen at once.
  if (state.turn !== settled) {
    setSettled(state.turn);
    setKept(settle(kept, sent, state));
  }

  useEffect(() => {
    if (state.status === "saved") onSaved();
  }, [state, onSaved]);

  return {
    kept,
    changed,
    pending,
    state,
    /** Sends the form where there is no JavaScript to do it. */
    send,
    set: (name: string, value: string) =>
      setKept((now) => {
        const { [name]: _, ...theirs } = now.theirs;
        return { ...now, typed: { ...now.typed, [name]: value }, theirs };
      }),
    submit: (form: FormData) => {
      setSent(kept.typed);
      send(form);
    },
  };
}

function settle(now: Kept, sent: Values, state: SettingsState): Kept {
  if (state.status === "saved") {
    const { values } = mergeValues(sent, now.typed, state.values);
    return { base: state.values, typed: values, version: state.version, theirs: {}, author: "" };
  }
  if (state.status === "conflict") {
    const { values, theirs } = mergeValues(now.base, now.typed, state.values);
    return { base: state.values, typed: values, version: state.version, theirs, author: state.author };
  }
  return now;
}
