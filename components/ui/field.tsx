"use client";

import { createContext, type ReactNode, useContext, useId } from "react";

type FieldControl = { id: string; name: string; describedBy: string | undefined; invalid: boolean };

const FieldContext = createContext<FieldControl | null>(null);

/** What a control inside a Field needs to be named and described by it. */
export function useField(): FieldControl | null {
  return useContext(FieldContext);
}

export type FieldProps = {
  label: ReactNode;
  name: string;
  /** Of the control, where a link leads to it. */
  id?: string;
  hint?: ReactNode;
  error?: ReactNode;
  /** One Input, Textarea or Select. */
  children: ReactNode;
};

/** A labelled control with its hint and its error; the control picks up its name and its ids from here. */
export function Field({ label, name, id: own, hint, error, children }: FieldProps) {
  const generated = useId();
  const id = own ?? generated;
  const hintId = `${id}hint`;
  const errorId = `${id}error`;
  const describedBy = [error ? errorId : null, hint ? hintId : null].filter(Boolean).join(" ") || undefined;

  return (
    <div className="flex flex-col gap-1.5">
      <label htmlFor={id} className="font-medium">
        {label}
      </label>
      <FieldContext value={{ id, name, describedBy, invalid: Boolean(error) }}>{children}</FieldContext>
      {/* Always there, or nobody would hear it; while it is empty it takes no room. */}
      <div aria-live="polite" className={error ? undefined : "-mt-1.5"}>
        {error ? (
          <p id={errorId} className="text-13 text-danger-text">
            {error}
          </p>
        ) : null}
      </div>
      {hint ? (
        <p id={hintId} className="text-13 text-muted">
          {hint}
        </p>
      ) : null}
    </div>
  );
}
