import { fail } from "@/lib/core/errors";
import type { Environment } from "@/lib/ports";
import { ownCountry } from "./own-country";

/**
 * The countries that an environment sends to; null: to any. What its settings list; where they list none, the
 * customer's own country alone, or, while nothing leaves (`leaves`: it goes to a provider), any.
 */
export function allowedCountries(
  { settings, brand }: Pick<Environment, "settings" | "brand">,
  leaves: boolean,
): readonly string[] | null {
  const { countries } = settings.sms;
  if (countries !== null) return countries;
  if (!leaves) return null;
  const own = ownCountry(brand.domain);
  return own === null ? [] : [own];
}

/** 400 `country_not_allowed` for a number of a country that the environment does not send to, or of none at all. */
export function checkCountry(
  environment: Pick<Environment, "settings" | "brand">,
  { country, leaves }: { country: string | null; leaves: boolean },
): void {
  const allowed = allowedCountries(environment, leaves);
  if (allowed === null || (country !== null && allowed.includes(country))) return;
  fail("country_not_allowed", {
    detail:
      allowed.length > 0 || environment.settings.sms.countries !== null
        ? "This environment does not send to that country"
        : "No country is known to send to yet: list them in the setting sms.countries",
  });
}
