"use client";

import type { ButtonHTMLAttributes, ReactNode, Ref } from "react";
import { type ButtonSize, type ButtonVariant, buttonClasses } from "./button-classes";
import { Rack } from "./rack";

export type ButtonProps = Omit<ButtonHTMLAttributes<HTMLButtonElement>, "className"> & {
  variant?: ButtonVariant;
  size?: ButtonSize;
  /** Under way: shows the rack, keeps its width and its focus, and takes no second press. */
  pending?: boolean;
  /** What is happening, in the present: "Saving". */
  pendingLabel?: string;
  /** Takes the whole width of its container. */
  wide?: boolean;
  children?: ReactNode;
  ref?: Ref<HTMLButtonElement>;
};

export function Button({
  variant = "plain",
  size = "medium",
  type = "button",
  pending = false,
  pendingLabel,
  wide = false,
  disabled,
  onClick,
  children,
  ...rest
}: ButtonProps) {
  return (
    <button
      {...rest}
      type={type}
      disabled={disabled}
      aria-disabled={pending || undefined}
      onClick={(event) => {
        if (pending) event.preventDefault();
        else onClick?.(event);
      }}
      className={buttonClasses({ variant, size, wide })}
    >
      <span className="grid place-items-center">
        <span className={`col-start-1 row-start-1 inline-flex items-center gap-2 ${pending ? "invisible" : ""}`}>
          {children}
        </span>
        {pendingLabel || pending ? (
          <span
            className={`col-start-1 row-start-1 inline-flex items-center gap-2 ${pending ? "" : "invisible"}`}
            aria-hidden={!pending}
          >
            <Rack
              size={16}
              motion={pending ? "spinning" : undefined}
              label={pending && !pendingLabel ? "Working" : undefined}
            />
            {pendingLabel}
          </span>
        ) : null}
      </span>
    </button>
  );
}
