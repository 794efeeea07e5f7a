export { allowedCountries, checkCountry } from "./check-country";
export { noteMet } from "./note-met";
export { planPhone } from "./plan-phone";
export { isPaidChannel } from "./prices";
export { readPhoneFacts } from "./read-phone-facts";
export { spendCapCents } from "./spend-cap";
