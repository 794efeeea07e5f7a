"use client";

const ID = "announcer";

/** The page's one polite live region. Rendered once, in the root layout. */
export function Announcer() {
  return <div id={ID} role="status" aria-live="polite" className="sr-only" />;
}

/** Says something to people who listen to the page rather than look at it. */
export function announce(message: string): void {
  const region = document.getElementById(ID);
  if (!region) return;
  region.textContent = "";
  // A live region only speaks when its text changes, so the same message twice needs a change in between.
  window.setTimeout(() => {
    region.textContent = message;
  }, 50);
}
