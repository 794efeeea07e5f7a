"use client";

const STEP = 5;
const [LEAST, MOST] = [25, 75];

/** The line between two columns: the arrow keys and the pointer move it. `share` is the left one's, in percent. */
export function Splitter({ share, onChange }: { share: number; onChange: (share: number) => void }) {
  const move = (to: number) => onChange(Math.min(MOST, Math.max(LEAST, Math.round(to))));
  return (
    // biome-ignore lint/a11y/useSemanticElements: a separator that is moved is no rule between paragraphs
    <div
      role="separator"
      tabIndex={0}
      aria-label="Width of the editor"
      aria-orientation="vertical"
      aria-valuenow={share}
      aria-valuemin={LEAST}
      aria-valuemax={MOST}
      className="hidden w-2 cursor-col-resize touch-none rounded-1 hover:bg-sunken lg:block"
      onKeyDown={(event) => {
        if (event.key === "ArrowLeft") move(share - STEP);
        else if (event.key === "ArrowRight") move(share + STEP);
        else return;
        event.preventDefault();
      }}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={(event) => {
        const columns = event.currentTarget.parentElement?.getBoundingClientRect();
        if (!columns || !event.currentTarget.hasPointerCapture(event.pointerId)) return;
        move(((event.clientX - columns.left) / columns.width) * 100);
      }}
    />
  );
}
