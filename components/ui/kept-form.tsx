"use client";

import { type FormEvent, type ReactNode, startTransition } from "react";

export type KeptFormProps = {
  /** As `useActionState` gives it. */
  action: (form: FormData) => void;
  className?: string;
  children: ReactNode;
};

/**
 * A form that keeps what was typed when it is refused: React empties a form that is sent by its `action`. Without
 * JavaScript it is sent by that all the same.
 */
export function KeptForm({ action, className, children }: KeptFormProps) {
  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    startTransition(() => action(form));
  };
  return (
    <form action={action} onSubmit={send} className={className} noValidate>
      {children}
    </form>
  );
}
