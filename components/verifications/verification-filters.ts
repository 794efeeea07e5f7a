import { type FilterSearch, filterText } from "@/components/filters/filters";

export type VerificationFilters = {
  recipient: string;
  state: string;
  channel: string;
  country: string;
  key: string;
  template: string;
  since: string;
};

/** What the fields of the filters are called. */
export const FILTER_LABELS: VerificationFilters = {
  recipient: "Whole address or number",
  state: "Result",
  channel: "Channel",
  country: "Country",
  key: "API key",
  template: "Version",
  since: "Time",
};

/** How far back the list goes. */
export const SINCE = [
  { name: "15m", label: "The last 15 minutes", minutes: 15 },
  { name: "1h", label: "The last hour", minutes: 60 },
  { name: "6h", label: "The last 6 hours", minutes: 360 },
] as const;

/** The filters that an address names, each an empty text where it names none. */
export function readVerificationFilters(search: FilterSearch): VerificationFilters {
  const text = (name: string) => filterText(search, name, 320);
  return {
    recipient: text("recipient"),
    state: text("state"),
    channel: text("channel"),
    country: text("country"),
    key: text("key"),
    template: text("template"),
    since: text("since"),
  };
}
