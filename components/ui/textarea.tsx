"use client";

import type { Ref, TextareaHTMLAttributes } from "react";
import { CONTROL_CLASSES } from "./control-classes";
import { useField } from "./field";

export type TextareaProps = Omit<TextareaHTMLAttributes<HTMLTextAreaElement>, "className"> & {
  ref?: Ref<HTMLTextAreaElement>;
};

export function Textarea({ rows = 3, ...rest }: TextareaProps) {
  const field = useField();
  return (
    <textarea
      id={field?.id}
      name={field?.name}
      aria-describedby={field?.describedBy}
      aria-invalid={field?.invalid || undefined}
      rows={rows}
      {...rest}
      className={`${CONTROL_CLASSES} py-2`}
    />
  );
}
