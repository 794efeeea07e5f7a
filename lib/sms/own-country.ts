import { getCountries } from "libphonenumber-js/max";

/**
 * Country-code domains that the world uses for other things than the country (ICANN and Google list them as generic):
 * whoever has one says nothing of where they are.
 */
const GENERIC = new Set(
  "AC AD AI AS BZ CC CD CO CX DJ FM GG GL IM IO LA LY ME MS NU PW SC SH SO SR ST SU TK TM TO TV VC VG WS".split(" "),
);
/** Domains that are not called as ISO 3166 calls their country. */
const RENAMED: Readonly<Record<string, string>> = { UK: "GB" };

const COUNTRIES: ReadonlySet<string> = new Set(getCountries());

/**
 * The customer's own country, ISO 3166-1 alpha-2, as far as it is known: that of the project's domain, where it is a
 * country's and used as one (`acme.de`). Null for every other: a guess would open a country that nobody chose.
 */
export function ownCountry(domain: string | null): string | null {
  const last = domain?.split(".").at(-1)?.toUpperCase() ?? "";
  const country = RENAMED[last] ?? last;
  return COUNTRIES.has(country) && !GENERIC.has(country) ? country : null;
}
