"use client";

import { IconSelector } from "@tabler/icons-react";
import type { Ref, SelectHTMLAttributes } from "react";
import { CONTROL_CLASSES } from "./control-classes";
import { useField } from "./field";

export type SelectProps = Omit<SelectHTMLAttributes<HTMLSelectElement>, "className" | "size" | "multiple"> & {
  ref?: Ref<HTMLSelectElement>;
};

/** The browser's own select: right on every phone and for every reader. Children are `<option>`s. */
export function Select({ children, ...rest }: SelectProps) {
  const field = useField();
  return (
    <span className="relative block">
      <select
        id={field?.id}
        name={field?.name}
        aria-describedby={field?.describedBy}
        aria-invalid={field?.invalid || undefined}
        {...rest}
        className={`${CONTROL_CLASSES} h-control appearance-none text-ellipsis pr-8`}
      >
        {children}
      </select>
      <IconSelector
        size={16}
        stroke={1.75}
        aria-hidden="true"
        className="pointer-events-none absolute top-1/2 right-2.5 -translate-y-1/2 text-muted"
      />
    </span>
  );
}
