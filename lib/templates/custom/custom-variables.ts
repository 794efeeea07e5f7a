/** A variable of customers' templates: what it stands for, and what it looks like in a preview. */
export type CustomVariable = { name: string; description: string; sample: string };

/** Everything that a customer's template can be filled with, in the order in which an editor offers it. */
export const CUSTOM_VARIABLES = [
  { name: "code", description: "The code, its digits together. Spoken slowly in a call.", sample: "482913507" },
  { name: "code_spaced", description: "The code in groups, for a call or for print.", sample: "482 913 507" },
  { name: "expires_in_minutes", description: "How many minutes the code works.", sample: "10" },
  { name: "expires_in", description: "The same in words, in the message's language.", sample: "10 minutes" },
  { name: "expires_at", description: "Until when the code works, in UTC.", sample: "14:32" },
  {
    name: "purpose",
    description: "What the code is for: sign_in, step_up, transaction, identifier.",
    sample: "sign_in",
  },
  { name: "app.name", description: "The project's name.", sample: "Northwind" },
  { name: "app.domain", description: "The project's domain.", sample: "northwind.dev" },
  { name: "app.logo_url", description: "The address of the project's logo.", sample: "https://northwind.dev/logo.png" },
  { name: "app.accent", description: "The project's colour.", sample: "#0a7d3c" },
  { name: "app.support_email", description: "The project's support address.", sample: "help@northwind.dev" },
  { name: "app.postal_address", description: "The project's postal address.", sample: "12 Alley Lane, Leeds" },
  { name: "recipient.email", description: "Who it goes to, by email.", sample: "ada@example.com" },
  { name: "recipient.phone", description: "Who it goes to, by phone.", sample: "+14155550123" },
  { name: "recipient.name", description: "The name of a user who is known.", sample: "Ada Lovelace" },
  { name: "request.time", description: "When the code was asked for, in UTC.", sample: "14:22" },
  { name: "request.date", description: "The day on which it was asked for.", sample: "20 November 2026" },
  { name: "request.time_zone", description: "The zone of every time here.", sample: "UTC" },
  { name: "request.device", description: "The browser and the system it was asked with.", sample: "Chrome on macOS" },
  { name: "request.location", description: "Where it was asked from, roughly.", sample: "Leeds, United Kingdom" },
  { name: "locale", description: "The language of the message.", sample: "en" },
  { name: "dir", description: "Which way it is written: ltr or rtl.", sample: "ltr" },
  { name: "year", description: "The year.", sample: "2026" },
] as const satisfies readonly CustomVariable[];

/** What a secret key sends along with a request as `metadata`, by its name there. */
export type DataVariable = `data.${string}`;

type KnownVariable = (typeof CUSTOM_VARIABLES)[number]["name"];
export type CustomVariableName = KnownVariable | DataVariable;

/** The same with the one whose names are the customer's, as an editor offers them. */
export const OFFERED_VARIABLES: readonly CustomVariable[] = [
  ...CUSTOM_VARIABLES,
  { name: "data.*", description: "What request-otp was sent as metadata, by its name.", sample: "{{data.order}}" },
];

/** What each variable stands for in one message: one bounded line, not yet escaped for where it goes. */
export type CustomValues = Record<KnownVariable, string> & { [name: DataVariable]: string };

const DATA = /^data\.[A-Za-z_][A-Za-z0-9_]{0,58}$/;

/** Whether a variable is filled from the request's metadata. */
export function isData(name: string): name is DataVariable {
  return DATA.test(name);
}

/** Short spellings, rewritten when a template is saved. */
const ALIASES: Readonly<Record<string, KnownVariable>> = {
  otp: "code",
  appName: "app.name",
  expiresMinutes: "expires_in_minutes",
  email: "recipient.email",
  phone: "recipient.phone",
  supportEmail: "app.support_email",
  location: "request.location",
  device: "request.device",
  requestedAt: "request.time",
};

const NAMES = new Map<string, KnownVariable>(CUSTOM_VARIABLES.map(({ name }) => [name, name]));

/** The variable of that name or short spelling; null for one that there is not. */
export function customVariable(name: string): CustomVariableName | null {
  if (isData(name)) return name;
  return NAMES.get(name) ?? (Object.hasOwn(ALIASES, name) ? (ALIASES[name] ?? null) : null);
}

/** Whether a variable is the code, in whichever way it is written. */
export function isCode(name: CustomVariableName): boolean {
  return name === "code" || name === "code_spaced";
}

/** The variable that somebody probably meant; null where none is near. */
export function nearestVariable(name: string): string | null {
  const wanted = name.toLowerCase();
  const near = [...NAMES.keys()]
    .map((known) => ({ known, steps: stepsBetween(wanted.slice(0, 40), known) }))
    .sort((one, other) => one.steps - other.steps)[0];
  return near && near.steps <= Math.max(1, Math.floor(near.known.length / 4)) ? near.known : null;
}

/** How many characters have to be put in, taken out or replaced (Levenshtein). */
function stepsBetween(one: string, other: string): number {
  let above = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (const [row, letter] of Array.from(one).entries()) {
    const line = [row + 1];
    for (let at = 0; at < other.length; at += 1) {
      const replaced = (above[at] ?? 0) + (letter === other[at] ? 0 : 1);
      line.push(Math.min(replaced, (above[at + 1] ?? 0) + 1, (line[at] ?? 0) + 1));
    }
    above = line;
  }
  return above[other.length] ?? 0;
}
