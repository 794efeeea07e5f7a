/**
 * What the form of a page that has this field sends along by itself: its hidden fields, as a browser without scripts
 * would.
 */
export function hiddenFields(html: string, field: string): Record<string, string> {
  const form = (html.match(/<form\b.*?<\/form>/gs) ?? []).find((each) => each.includes(` name="${field}"`));
  if (form === undefined) throw new Error(`The page has no form with a field "${field}"`);
  const hidden = form.matchAll(/<input type="hidden" name="([^"]+)"(?: value="([^"]*)")?/g);
  return Object.fromEntries([...hidden].map(([, name = "", value = ""]) => [name, unescaped(value)]));
}

function unescaped(text: string): string {
  const named: Readonly<Record<string, string>> = {
    "&quot;": '"',
    "&#x27;": "'",
    "&lt;": "<",
    "&gt;": ">",
    "&amp;": "&",
  };
  return text.replaceAll(/&(?:quot|#x27|lt|gt|amp);/g, (entity) => named[entity] ?? entity);
}
