"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import type { Outcome } from "@/components/ui/outcome";
import type { Content, Part, Preview, Problem, Saved } from "./template-view";

/** How a draft stands with the server. */
export type DraftState = "saved" | "unsaved" | "saving" | "refused";

const PAUSE_MS = 800;

type Begin = { content: Content; revision: number; problems: readonly Problem[]; preview: Preview };
type Save = (content: Content, revision: number) => Promise<Outcome<Saved>>;

/**
 * A draft that saves itself when its writer pauses, one save at a time. The last preview that could be made stays. What is
 * refused is not tried again until something more is written.
 */
export function useDraft(begin: Begin, save: Save) {
  const [content, setContent] = useState(begin.content);
  const [state, setState] = useState<DraftState>("saved");
  const [reason, setReason] = useState<string>();
  const [shown, setShown] = useState({ revision: begin.revision, problems: begin.problems, preview: begin.preview });
  const latest = useRef(begin.content);
  const saved = useRef(begin.content);
  const revision = useRef(begin.revision);
  const running = useRef<Promise<boolean> | null>(null);

  const run = useCallback(async (): Promise<boolean> => {
    while (saved.current !== latest.current) {
      const sent = latest.current;
      setState("saving");
      const outcome = await save(sent, revision.current);
      if (!outcome.ok) {
        setReason(outcome.message);
        setState("refused");
        return false;
      }
      saved.current = sent;
      revision.current = outcome.value.revision;
      setReason(undefined);
      setShown(({ preview }) => ({ ...outcome.value, preview: outcome.value.preview ?? preview }));
    }
    setState("saved");
    return true;
  }, [save]);

  /** Saves what is not saved. Whether all of it is, afterwards. */
  const saveNow = useCallback((): Promise<boolean> => {
    running.current ??= run().finally(() => {
      running.current = null;
    });
    return running.current;
  }, [run]);

  const write = useCallback((part: Part, value: string) => {
    if (latest.current[part] === value) return;
    latest.current = { ...latest.current, [part]: value };
    setContent(latest.current);
    setState("unsaved");
  }, []);

  useEffect(() => {
    if (state !== "unsaved" || content !== latest.current) return;
    const timer = setTimeout(() => void saveNow(), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [content, state, saveNow]);

  useEffect(() => {
    const ask = (event: BeforeUnloadEvent) => {
      if (saved.current !== latest.current) event.preventDefault();
    };
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, []);

  /** The draft was published and is gone: what is written next begins another one. */
  const published = useCallback(() => {
    revision.current = 0;
    setShown((before) => ({ ...before, revision: 0 }));
  }, []);

  return { content, state, reason, ...shown, write, saveNow, published };
}
