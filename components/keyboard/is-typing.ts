/** Where the frame says that its reader has switched single keys off. */
const SINGLE_KEYS_OFF = "[data-single-keys=off]";

/** What has the focus takes keys for itself. */
const TAKES_KEYS = "input, textarea, select, [contenteditable], [role=menu], [role=dialog], [role=alertdialog]";

/**
 * Whether a key belongs to what has the focus, or to the browser, or its reader wants no single keys (WCAG 2.1.4): then it
 * is no shortcut of the page.
 */
export function isTyping(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return true;
  if (event.target instanceof Element && takes(event.target, event.key)) return true;
  return document.querySelector(SINGLE_KEYS_OFF) !== null;
}

/** What can be scrolled sideways takes the arrows: nothing else reaches its end by keyboard. */
function takes(target: Element, key: string): boolean {
  if (target.closest(TAKES_KEYS) !== null) return true;
  const isSideways = key === "ArrowLeft" || key === "ArrowRight";
  return isSideways && target.scrollWidth > target.clientWidth && getComputedStyle(target).overflowX !== "visible";
}
