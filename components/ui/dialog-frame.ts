/** Backdrop and panel of every dialog. Opacity and six pixels of travel, nothing with reduced motion. */
export const BACKDROP_CLASSES =
  "fixed inset-0 z-40 bg-[oklch(15%_0.01_160/0.4)] transition-opacity duration-(--t-pop) ease-out " +
  "data-starting-style:opacity-0 data-ending-style:opacity-0";

export const PANEL_CLASSES =
  "fixed top-1/2 left-1/2 z-50 flex max-h-[calc(100dvh-2rem)] w-[calc(100vw-2rem)] -translate-x-1/2 -translate-y-1/2 flex-col " +
  "overflow-y-auto rounded-4 bg-raised shadow-dialog outline-none transition duration-(--t-pop) ease-out " +
  "data-starting-style:translate-y-[calc(-50%+6px)] data-starting-style:opacity-0 " +
  "data-ending-style:translate-y-[calc(-50%+6px)] data-ending-style:opacity-0 forced-colors:border";
