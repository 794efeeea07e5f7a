/** Keys as they stand on a keyboard, pressed together or one after the other. */
export function ShortcutKeys({ keys }: { keys: readonly string[] }) {
  return (
    <span className="inline-flex gap-1">
      {keys.map((key) => (
        <kbd
          key={key}
          className="inline-flex h-5 min-w-5 items-center justify-center rounded-1 border border-line bg-surface px-1 text-12 text-muted"
        >
          {key}
        </kbd>
      ))}
    </span>
  );
}
