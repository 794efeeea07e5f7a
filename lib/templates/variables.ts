/** What a message can be filled with. */
const VARIABLES = [
  "code",
  "code.1",
  "code.2",
  "code.3",
  "code_spoken",
  "expires_in",
  "app.name",
  "app.domain",
  "app.postal_address",
  "app.logo_url",
  "app.accent",
  "app.support_email",
  "recipient",
  "request.time",
  "request.date",
  "request.device",
  "request.location",
] as const;

export type Variable = (typeof VARIABLES)[number];

/** What each variable stands for in one message, cut to one line but not yet escaped for where it goes. */
export type Values = Record<Variable, string>;

/** A template cut at its variables: `literals` has one more entry than `names`. */
export type CompiledTemplate = { literals: readonly string[]; names: readonly Variable[] };

/**
 * Cuts a template at its `{{variables}}`. Only a template is ever searched for them, never what it is filled with, so a
 * value that looks like a variable or like a replacement pattern (`$&`) stays what it is. Throws on an unknown name.
 */
export function compileTemplate(template: string): CompiledTemplate {
  const literals: string[] = [];
  const names: Variable[] = [];
  for (const [index, part] of template.split(/\{\{([^{}]*)\}\}/).entries()) {
    if (index % 2 === 0) literals.push(part);
    else names.push(knownVariable(part.trim()));
  }
  return { literals, names };
}

/** The template with its variables filled in, each through `escapeValue` for the place it goes to. */
export function fillTemplate(template: CompiledTemplate, values: Values, escapeValue = asItIs): string {
  let out = template.literals[0] ?? "";
  for (const [index, name] of template.names.entries()) {
    out += escapeValue(values[name]) + (template.literals[index + 1] ?? "");
  }
  return out;
}

/** The text as the content of an HTML element or of a quoted attribute. */
export function escapeHtml(text: string): string {
  return /[&<>"']/.test(text) ? text.replace(/[&<>"']/g, (character) => HTML_ESCAPES[character] ?? "") : text;
}

const HTML_ESCAPES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function asItIs(text: string): string {
  return text;
}

function knownVariable(name: string): Variable {
  const known = VARIABLES.find((candidate) => candidate === name);
  if (!known) throw new Error(`Unknown template variable: ${name}`);
  return known;
}
