import { classNames } from "./class-names";

/** `danger` asks for what cannot be taken back; `final` does it, and is the only one that is filled with red. */
export type ButtonVariant = "primary" | "plain" | "danger" | "final" | "quiet";
export type ButtonSize = "small" | "medium" | "large";

const VARIANTS = {
  primary: "border-brand bg-brand text-on-brand hover:border-brand-hover hover:bg-brand-hover",
  plain: "border-line-strong bg-surface text-ink hover:bg-sunken",
  danger: "border-line-strong bg-surface text-danger-text hover:border-danger hover:bg-danger-soft",
  final: "border-danger bg-danger text-on-danger hover:brightness-95",
  quiet: "border-transparent bg-transparent text-muted hover:bg-sunken hover:text-ink",
} as const satisfies Record<ButtonVariant, string>;

const SIZES = {
  small: "h-7 px-2 text-13 pointer-coarse:h-control",
  medium: "h-control px-3.25 text-14",
  large: "h-11 px-5 text-15",
} as const satisfies Record<ButtonSize, string>;

/** The look of a button, shared by buttons and by links that look like one. */
export function buttonClasses({
  variant,
  size,
  wide,
}: {
  variant: ButtonVariant;
  size: ButtonSize;
  wide: boolean;
}): string {
  return classNames(
    "inline-flex shrink-0 select-none items-center justify-center gap-2 whitespace-nowrap rounded-2 border font-medium",
    "transition-[background-color,border-color,color,transform] duration-(--t-press) ease-out active:translate-y-px",
    "disabled:pointer-events-none disabled:opacity-50 aria-disabled:cursor-default",
    VARIANTS[variant],
    SIZES[size],
    wide && "w-full",
  );
}
