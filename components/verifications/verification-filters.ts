/** What the list's address may carry. */
export type VerificationSearch = Readonly<Record<string, string | string[] | undefined>>;

export type VerificationFilters = {
  recipient: string;
  state: string;
  channel: string;
  key: string;
  template: string;
  since: string;
};

/** How far back the list goes. */
export const SINCE = [
  { name: "", label: "Any time", minutes: null },
  { name: "15m", label: "The last 15 minutes", minutes: 15 },
  { name: "1h", label: "The last hour", minutes: 60 },
  { name: "6h", label: "The last 6 hours", minutes: 360 },
] as const;

/** The filters that an address names, each an empty text where it names none. */
export function readVerificationFilters(search: VerificationSearch): VerificationFilters {
  const text = (name: string) => {
    const value = search[name];
    return typeof value === "string" ? value.trim().slice(0, 320) : "";
  };
  return {
    recipient: text("recipient"),
    state: text("state"),
    channel: text("channel"),
    key: text("key"),
    template: text("template"),
    since: text("since"),
  };
}

/** The filters that are set. */
export function namedFilters(filters: VerificationFilters): Record<string, string> {
  return Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== ""));
}
