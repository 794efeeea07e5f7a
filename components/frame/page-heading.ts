/** The page's heading, made to take the focus. */
export function pageHeading(): HTMLElement | null {
  const heading = document.querySelector("h1");
  if (heading) heading.tabIndex = -1;
  return heading;
}
