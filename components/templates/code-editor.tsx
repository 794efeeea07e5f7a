"use client";

import {
  autocompletion,
  type CompletionContext,
  type CompletionResult,
  completionKeymap,
} from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { html } from "@codemirror/lang-html";
import { bracketMatching, indentOnInput } from "@codemirror/language";
import { lintGutter, setDiagnostics } from "@codemirror/lint";
import { EditorState } from "@codemirror/state";
import { drawSelection, EditorView, keymap, lineNumbers } from "@codemirror/view";
import { useEffect, useRef } from "react";
import { editorColours } from "./editor-colours";
import type { Problem, Variable } from "./template-view";

export type CodeEditorProps = {
  label: string;
  value: string;
  isHtml: boolean;
  readOnly: boolean;
  variables: readonly Variable[];
  problems: readonly Problem[];
  /** A line to go to. A new object each time that it is asked for. */
  jump: { line: number } | null;
  nonce: string | undefined;
  onChange: (value: string) => void;
};

const theme = EditorView.theme({
  "&": { fontSize: "13px", backgroundColor: "var(--surface)", color: "var(--ink)" },
  "&.cm-focused": { outline: "2px solid var(--focus)", outlineOffset: "-2px" },
  ".cm-content": {
    fontFamily: "var(--font-martian-mono, ui-monospace), ui-monospace, monospace",
    caretColor: "var(--ink)",
    minHeight: "20rem",
  },
  ".cm-gutters": { backgroundColor: "var(--sunken)", color: "var(--muted)", border: "none" },
  ".cm-cursor": { borderLeftColor: "var(--ink)" },
  ".cm-scroller": { maxHeight: "36rem", overflow: "auto" },
  "&.cm-focused .cm-selectionBackground, .cm-selectionBackground": { backgroundColor: "var(--info-soft)" },
  ".cm-tooltip": { backgroundColor: "var(--raised)", color: "var(--ink)", border: "1px solid var(--line)" },
  ".cm-tooltip-autocomplete > ul > li[aria-selected]": { backgroundColor: "var(--brand-soft)", color: "var(--ink)" },
});

/** The editor of one part. Tab leaves it, as it leaves any field. */
export function CodeEditor(props: CodeEditorProps) {
  const { label, value, isHtml, readOnly, variables, problems, jump, nonce } = props;
  const parent = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(null);
  const changed = useRef(props.onChange);
  const first = useRef(value);
  changed.current = props.onChange;

  useEffect(() => {
    if (!parent.current) return;
    const editor = new EditorView({
      parent: parent.current,
      state: EditorState.create({
        doc: first.current,
        extensions: [
          nonce === undefined ? [] : EditorView.cspNonce.of(nonce),
          lineNumbers(),
          lintGutter(),
          history(),
          drawSelection(),
          indentOnInput(),
          bracketMatching(),
          autocompletion({ override: [completeFrom(variables)] }),
          keymap.of([...completionKeymap, ...defaultKeymap, ...historyKeymap]),
          EditorView.lineWrapping,
          EditorState.readOnly.of(readOnly),
          EditorView.contentAttributes.of({ "aria-label": label, spellcheck: "false" }),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) changed.current(update.state.doc.toString());
          }),
          isHtml ? html() : [],
          editorColours,
          theme,
        ],
      }),
    });
    // It scrolls, so it has to be reached by the keys that scroll.
    editor.scrollDOM.tabIndex = 0;
    view.current = editor;
    return () => {
      // What was typed here is what the next one begins with.
      first.current = editor.state.doc.toString();
      view.current = null;
      editor.destroy();
    };
  }, [nonce, variables, readOnly, label, isHtml]);

  useEffect(() => {
    const editor = view.current;
    if (!editor) return;
    const { doc } = editor.state;
    const diagnostics = problems.map(({ line, severity, message }) => {
      const { from, to } = doc.line(Math.min(line, doc.lines));
      return { from, to, severity, message };
    });
    editor.dispatch(setDiagnostics(editor.state, diagnostics));
  }, [problems]);

  useEffect(() => {
    const editor = view.current;
    if (!editor || !jump) return;
    const { from } = editor.state.doc.line(Math.min(jump.line, editor.state.doc.lines));
    editor.dispatch({ selection: { anchor: from }, scrollIntoView: true });
    editor.focus();
  }, [jump]);

  return <div ref={parent} className="overflow-hidden rounded-2 border border-line-strong" />;
}

/** Offers the variables where `{{` was typed. */
function completeFrom(variables: readonly Variable[]) {
  return (context: CompletionContext): CompletionResult | null => {
    const open = context.matchBefore(/\{\{[\w.]*/);
    if (!open) return null;
    return {
      from: open.from + 2,
      options: variables.map(({ name, description, sample }) => ({
        label: name,
        detail: sample,
        info: description,
        type: "variable",
        apply: (editor, _completion, from, to) => {
          const closed = editor.state.sliceDoc(to, to + 2) === "}}";
          // Of what has names of its own, the name is still to be written.
          const open = name.endsWith("*");
          const written = open ? name.slice(0, -1) : name;
          const insert = closed ? written : `${written}}}`;
          const anchor = from + written.length + (open ? 0 : 2);
          editor.dispatch({ changes: { from, to, insert }, selection: { anchor } });
        },
      })),
      validFor: /^[\w.]*$/,
    };
  };
}
