/** The first thing the Tab key meets; every layout has an element with the id `main`. */
export function SkipLink() {
  return (
    <a
      href="#main"
      className="sr-only rounded-2 bg-raised px-4 py-2 font-medium shadow-pop focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-60"
    >
      Skip to content
    </a>
  );
}
