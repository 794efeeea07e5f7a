/** The look that text fields and selects share. */
export const CONTROL_CLASSES =
  "w-full min-w-0 rounded-2 border border-line-strong bg-surface px-3 text-14 text-ink placeholder:text-subtle " +
  "transition-colors duration-(--t-press) hover:border-muted aria-invalid:border-danger " +
  "focus-visible:outline-2 focus-visible:-outline-offset-1 focus-visible:outline-focus " +
  "disabled:bg-sunken disabled:text-subtle pointer-coarse:text-16";
