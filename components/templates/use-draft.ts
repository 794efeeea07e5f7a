"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import type { Outcome } from "@/components/ui/outcome";
import { forgetDraft, keepDraft, keptDraft } from "./kept-draft";
import type { Content, Part, Preview, Problem, Saved, Theirs } from "./template-view";

/** How a draft stands with the server. */
export type DraftState = "saved" | "unsaved" | "saving" | "refused";

const PAUSE_MS = 800;

const UNREACHED = "The server could not be reached. What you wrote is kept here.";

/** What a draft is saved over: its revision, and the published version that it began from. */
export type DraftRead = { revision: number; basedOn: number };
type Begin = DraftRead & { content: Content; problems: readonly Problem[]; preview: Preview };
type Save = (content: Content, read: DraftRead) => Promise<Outcome<Saved | Theirs>>;

/**
 * A draft that saves itself when its writer pauses, one save at a time. The last preview that could be made stays. What is
 * refused is not tried again until something more is written; where somebody else was faster, what they saved is `theirs`,
 * and nothing is saved over it until the writer has chosen. What is not saved stays in this tab when its page is left.
 */
export function useDraft(begin: Begin, save: Save) {
  const [content, setContent] = useState(begin.content);
  const [state, setState] = useState<DraftState>("saved");
  const [reason, setReason] = useState<string>();
  const [theirs, setTheirs] = useState<Theirs | null>(null);
  // What an editor shows is its own: it is begun anew where its text comes from elsewhere.
  const [edition, setEdition] = useState(0);
  const [shown, setShown] = useState({ revision: begin.revision, problems: begin.problems, preview: begin.preview });
  const latest = useRef(begin.content);
  const saved = useRef(begin.content);
  const read = useRef<DraftRead>({ revision: begin.revision, basedOn: begin.basedOn });
  const running = useRef<Promise<boolean> | null>(null);

  const run = useCallback(async (): Promise<boolean> => {
    while (saved.current !== latest.current) {
      const sent = latest.current;
      setState("saving");
      const outcome = await save(sent, read.current).catch(
        (): Outcome<never> => ({ ok: false, message: UNREACHED, fields: {} }),
      );
      if (!outcome.ok || outcome.value.kind === "theirs") {
        setReason(outcome.ok ? undefined : outcome.message);
        setTheirs(outcome.ok && outcome.value.kind === "theirs" ? outcome.value : null);
        setState("refused");
        return false;
      }
      const { value } = outcome;
      saved.current = sent;
      read.current = { ...read.current, revision: value.revision };
      setReason(undefined);
      setTheirs(null);
      setShown(({ preview }) => ({ ...value, preview: value.preview ?? preview }));
    }
    forgetDraft(location.pathname);
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

  const set = useCallback((next: Content) => {
    latest.current = next;
    keepDraft(location.pathname, { content: next, ...read.current });
    setContent(next);
    setState("unsaved");
  }, []);

  const write = useCallback(
    (part: Part, value: string) => {
      if ((latest.current[part] ?? "") !== value) set({ ...latest.current, [part]: value });
    },
    [set],
  );

  /** Puts another content in its place, over that revision, and saves it. */
  const replace = useCallback(
    (next: Content, over: number = read.current.revision) => {
      read.current = { ...read.current, revision: over };
      setTheirs(null);
      set({ ...next });
      setEdition((before) => before + 1);
      void saveNow();
    },
    [set, saveNow],
  );

  useEffect(() => {
    const kept = keptDraft(location.pathname);
    if (!kept) return;
    const { content: left, ...over } = kept;
    read.current = over;
    setShown((before) => ({ ...before, revision: over.revision }));
    set(left);
    setEdition((before) => before + 1);
  }, [set]);

  useEffect(() => {
    if (state !== "unsaved" || content !== latest.current || theirs) return;
    const timer = setTimeout(() => void saveNow(), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [content, state, theirs, saveNow]);

  useEffect(() => {
    const ask = (event: BeforeUnloadEvent) => {
      if (saved.current !== latest.current) event.preventDefault();
    };
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, []);

  /** The draft was published as that version and is gone: what is written next begins another one. */
  const published = useCallback((version: number) => {
    read.current = { revision: 0, basedOn: version };
    setShown((before) => ({ ...before, revision: 0 }));
  }, []);

  /** Its writer has seen that version, which somebody else published. */
  const seen = useCallback((version: number) => {
    read.current = { ...read.current, basedOn: version };
  }, []);

  /** What is not saved is given up: the page is about to show something else. */
  const abandon = useCallback(() => {
    saved.current = latest.current;
    forgetDraft(location.pathname);
  }, []);

  return { content, state, reason, theirs, edition, ...shown, write, replace, saveNow, published, seen, abandon };
}
