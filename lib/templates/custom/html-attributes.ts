import { ATTRIBUTES, REFUSED_CSS } from "./allowed-html";
import { type CustomVariableName, isCode } from "./custom-variables";

/** An attribute as it was read: its value decoded and cut at the variables in it. */
export type ReadAttribute = {
  name: string;
  /** `null`: without quotes. `undefined`: without a value. */
  quote: string | null | undefined;
  literals: readonly string[];
  names: readonly CustomVariableName[];
};

/** Why an element may not have that attribute; null where it may. */
export function whyNotAttribute(element: string, attribute: ReadAttribute): string | null {
  const { name, quote, literals, names } = attribute;
  if (name.startsWith("on")) return `Event handlers are not allowed: take ${name} out`;
  if (!ATTRIBUTES.has(name)) return `The attribute ${name} is not allowed`;
  if (names.length > 0 && quote !== '"' && quote !== "'") return "Put the value with the variable in quotes";
  if (names.some(isCode)) {
    return name === "href" || name === "src"
      ? "A link must not carry the code: whoever follows it, a scanner too, would have it"
      : "The code belongs in the text, not in an attribute";
  }
  if (name === "href" || name === "src") return whyNotUrl(element, attribute);
  if (name === "style") return whyNotStyle(literals.join(""), names);
  if (name === "http-equiv" && !/^(content-type|x-ua-compatible)$/i.test(literals.join("").trim())) {
    return "A mail cannot send its reader elsewhere: take http-equiv out";
  }
  return null;
}

/** Why that may not stand in a style; null where it may. */
export function whyNotStyle(css: string, names: readonly CustomVariableName[]): string | null {
  if (names.some((name) => name !== "app.accent")) return "Only {{app.accent}} can stand in a style";
  return REFUSED_CSS.test(css) ? "Styles must not load or run anything: no url(), no @import, no escapes" : null;
}

const LINK = /^(https:\/\/[^\s\\]+|mailto:[^\s\\]+|tel:\+?[\d ()-]+)$/i;

function whyNotUrl(element: string, { name, literals, names }: ReadAttribute): string | null {
  const [before = "", after = ""] = literals;
  const [variable] = names;
  if (name === "src") {
    if (element !== "img") return "Only an image can have an address to load from";
    const isLogo = names.length === 1 && variable === "app.logo_url" && before === "" && after === "";
    return isLogo || (names.length === 0 && isWebAddress(before))
      ? null
      : "Must be {{app.logo_url}} or an https address";
  }
  if (element !== "a") return "Only a link can have an address to go to";
  if (names.length === 0) {
    return LINK.test(before) && (!/^https:/i.test(before) || isWebAddress(before))
      ? null
      : "Must be an https, mailto or tel address";
  }
  const toSupport = variable === "app.support_email" && before === "mailto:" && after === "";
  const toDomain = variable === "app.domain" && before === "https://" && /^([/?#][^\s\\]*)?$/.test(after);
  return names.length === 1 && (toSupport || toDomain)
    ? null
    : "A link may be filled with https://{{app.domain}} or mailto:{{app.support_email}}, and nothing else";
}

/** An https address that reads the same everywhere, and names nobody before its host. */
function isWebAddress(text: string): boolean {
  if (!/^https:\/\/[^\s\\]+$/i.test(text) || !URL.canParse(text)) return false;
  const { username, password } = new URL(text);
  return username === "" && password === "";
}
