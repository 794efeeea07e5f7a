/** What the form of the brand has, in the words of the API. */
export const BRAND_FIELDS = [
  "name",
  "logo_url",
  "accent",
  "support_email",
  "postal_address",
  "domain",
  "locale",
  "code_in_subject",
] as const;

export type BrandField = (typeof BRAND_FIELDS)[number];

/** The fields as they are typed; empty is none. A switch is `on` or empty. */
export type BrandValues = Readonly<Record<BrandField, string>>;

/** What came of saving. `saved` counts, so that the same answer twice is seen twice. */
export type BrandState = {
  saved: number;
  message: string | null;
  fields: Readonly<Record<string, string | undefined>>;
};

/** A field's text as it is kept: colours and domains are the same in any letters. */
export function keptText(field: BrandField, text: string): string {
  return field === "accent" || field === "domain" ? text.trim().toLowerCase() : text.trim();
}
