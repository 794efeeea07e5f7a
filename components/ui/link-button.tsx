import type { Route } from "next";
import Link from "next/link";
import type { ReactNode } from "react";
import { type ButtonSize, type ButtonVariant, buttonClasses } from "./button-classes";

export type LinkButtonProps<Path extends string> = {
  href: Route<Path>;
  variant?: ButtonVariant;
  size?: ButtonSize;
  wide?: boolean;
  prefetch?: boolean;
  children: ReactNode;
};

/** A link that looks like a button: for going somewhere, never for doing something. */
export function LinkButton<Path extends string>({
  href,
  variant = "plain",
  size = "medium",
  wide = false,
  prefetch,
  children,
}: LinkButtonProps<Path>) {
  return (
    <Link href={href} prefetch={prefetch} className={buttonClasses({ variant, size, wide })}>
      {children}
    </Link>
  );
}
