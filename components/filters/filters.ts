/** What the address of a list may carry. */
export type FilterSearch = Readonly<Record<string, string | string[] | undefined>>;

/** The filters of a list by their names, each an empty text where it narrows nothing. */
export type Filters = Readonly<Record<string, string>>;

/** A filter as the address has it; an empty text where it has none. */
export function filterText(search: FilterSearch, name: string, longest: number): string {
  const value = search[name];
  return typeof value === "string" ? value.trim().slice(0, longest) : "";
}

/** The filters that are set, as an address carries them. */
export function namedFilters(filters: Filters): Record<string, string> {
  return Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== ""));
}
