/** Presses the page's main thing: what makes a key, or copies the code. Says whether there was one. */
export function pressMainAction(): boolean {
  const marked = document.querySelector("[data-main-action]");
  const button = marked?.matches("button, a") ? marked : marked?.querySelector("button, a");
  if (!(button instanceof HTMLElement)) return false;
  button.focus();
  button.click();
  return true;
}

/** Takes the focus to the page's filter, unfolded where it was folded away. Says whether there was one. */
export function focusFilter(): boolean {
  const filter = document.querySelector("main input[type=search], main [data-filter] input, main [data-filter] select");
  if (!(filter instanceof HTMLElement)) return false;
  const fold = filter.closest("details");
  if (fold && !filter.checkVisibility()) fold.open = true;
  filter.focus();
  return true;
}

/** Moves the focus through the page's list, to the first thing of a row that can be used. Says whether there was one. */
export function moveInList(by: 1 | -1): boolean {
  const list = [...document.querySelectorAll("main [data-rows]")].find((each) => each.checkVisibility());
  const rows = list ? [...list.querySelectorAll("tbody tr, :scope > li")] : [];
  const targets = rows.flatMap((row) => row.querySelector<HTMLElement>("a[href], button:not(:disabled)") ?? []);
  if (targets.length === 0) return false;
  const { activeElement } = document;
  const at = targets.findIndex((target) => target.closest("tr, li")?.contains(activeElement));
  const next = at < 0 ? 0 : Math.min(targets.length - 1, Math.max(0, at + by));
  targets[next]?.focus();
  return true;
}

/** Whether something was typed on this page that is not saved. */
export function hasUnsaved(): boolean {
  return document.querySelector("[data-unsaved]") !== null;
}

const DIALOG = "[role=dialog]:not([aria-modal=false]), [role=alertdialog]:not([aria-modal=false])";

/** Whether a dialog holds the page. A toast is one by its role, and holds nothing. */
export function isDialogOpen(): boolean {
  return document.querySelector(DIALOG) !== null;
}
