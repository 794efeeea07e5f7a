"use client";

import type { InputHTMLAttributes, Ref } from "react";
import { CONTROL_CLASSES } from "./control-classes";
import { useField } from "./field";

export type InputProps = Omit<InputHTMLAttributes<HTMLInputElement>, "className" | "size"> & {
  size?: "medium" | "large";
  ref?: Ref<HTMLInputElement>;
};

export function Input({ size = "medium", ...rest }: InputProps) {
  const field = useField();
  return (
    <input
      id={field?.id}
      name={field?.name}
      aria-describedby={field?.describedBy}
      aria-invalid={field?.invalid || undefined}
      {...rest}
      className={`${CONTROL_CLASSES} ${size === "large" ? "h-11 text-15" : "h-control"}`}
    />
  );
}
