"use client";

import { lazy, Suspense, useSyncExternalStore } from "react";
import { useNonce } from "@/components/ui/nonce-provider";
import { Textarea } from "@/components/ui/textarea";
import { PART_TITLES, type Part, type Problem, type Variable } from "./template-view";

const CodeEditor = lazy(() => import("./code-editor").then((module) => ({ default: module.CodeEditor })));

const never = () => () => {};

export type PartEditorProps = {
  part: Part;
  value: string;
  readOnly: boolean;
  variables: readonly Variable[];
  problems: readonly Problem[];
  jump: { line: number } | null;
  onChange: (value: string) => void;
};

/** A part of a template to write in: an editor, and the same text in a plain field until that has arrived. */
export function PartEditor({ part, value, onChange, ...rest }: PartEditorProps) {
  const nonce = useNonce();
  const here = useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
  const label = PART_TITLES[part];
  const plain = (
    <Textarea
      aria-label={label}
      rows={part === "html" || part === "text" ? 20 : 2}
      value={value}
      readOnly={rest.readOnly}
      spellCheck={false}
      onChange={(event) => onChange(event.target.value)}
    />
  );
  if (!here) return plain;
  return (
    <Suspense fallback={plain}>
      <CodeEditor label={label} value={value} isHtml={part === "html"} nonce={nonce} onChange={onChange} {...rest} />
    </Suspense>
  );
}
