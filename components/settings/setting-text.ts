import { formatDuration, parseDuration } from "./duration";
import { readOrigins } from "./read-origins";
import { CHANNELS, SETTINGS } from "./setting-names";

/** What the fields of a form hold, by the settings' dotted names. */
export type Values = Readonly<Record<string, string>>;

/** A setting as its field shows it. */
export function textOf(name: string, value: unknown): string {
  const kind = SETTINGS[name]?.kind;
  if (value === null || value === undefined) return "";
  if (kind === "duration" && typeof value === "number") return formatDuration(value);
  if (kind === "switch") return value === true ? "on" : "";
  if (kind === "json") return Object.keys(value).length === 0 ? "" : JSON.stringify(value, null, 2);
  if (kind === "money" && typeof value === "number") return (value / 100).toFixed(2);
  if (kind === "countries" && Array.isArray(value)) return value.length === 0 ? NO_COUNTRY : value.join(", ");
  if (Array.isArray(value)) return value.join(kind === "lines" ? "\n" : ",");
  return String(value);
}

type Read = { ok: true; value: unknown } | { ok: false; problem: string };

/** The setting that a field's text stands for, or why it stands for none. What it may be, the server says. */
export function readText(name: string, text: string): Read {
  const row = SETTINGS[name];
  const trimmed = text.trim();
  if (row?.optional && trimmed === "") return { ok: true, value: null };
  switch (row?.kind) {
    case "number":
      return /^\d{1,9}$/.test(trimmed)
        ? { ok: true, value: Number(trimmed) }
        : { ok: false, problem: "Enter a whole number" };
    case "duration": {
      const seconds = parseDuration(trimmed);
      return seconds === null
        ? { ok: false, problem: "Enter a time with its unit, such as 90 s, 10 min, 24 h or 30 d" }
        : { ok: true, value: seconds };
    }
    case "switch":
      return { ok: true, value: trimmed === "on" };
    case "choices":
      return { ok: true, value: choicesIn(trimmed) };
    case "countries":
      return { ok: true, value: countriesIn(trimmed) };
    case "money":
      return /^\$?\d{1,7}(\.\d{1,2})?$/.test(trimmed)
        ? { ok: true, value: Math.round(Number(trimmed.replace("$", "")) * 100) }
        : { ok: false, problem: "Enter an amount in dollars, such as 20 or 12.50" };
    case "lines":
      return { ok: true, value: readOrigins(text).map(({ origin }) => origin) };
    case "json":
      return readJson(trimmed);
    default:
      return { ok: true, value: trimmed };
  }
}

/** In the pages' order, however they were chosen, so that the same ones are no change. */
function choicesIn(text: string): string[] {
  const chosen = text.split(",");
  return CHANNELS.filter((channel) => chosen.includes(channel));
}

/** How a list of no countries is written: an empty field means the project's own. */
const NO_COUNTRY = "none";

/** The codes of a typed list, each once, in the order in which they are kept. What is no code the server says. */
export function countriesIn(text: string): string[] {
  const codes = text.split(/[\s,;]+/).map((code) => code.replace(/^["'[\]]+|["'[\]]+$/g, "").toUpperCase());
  return [...new Set(codes.filter((code) => code !== "" && code !== NO_COUNTRY.toUpperCase()))].toSorted();
}

function readJson(text: string): Read {
  if (text === "") return { ok: true, value: {} };
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return { ok: true, value };
  } catch {
    return { ok: false, problem: 'This is not JSON. Write names and values such as { "plan": "pro" }' };
  }
  return { ok: false, problem: 'Write an object: names and values such as { "plan": "pro" }' };
}

const WORDS: Readonly<Record<string, string>> = {
  secret_key: "with a secret key",
  any: "with any key",
  never: "never",
  open: "open to everybody",
  invite_only: "for known users only",
};

/** A setting's value in a sentence: "10 min", "on", "none". */
export function valueInWords(name: string, value: unknown): string {
  const row = SETTINGS[name];
  if (row?.kind === "switch") return value === true ? "on" : "off";
  const text = textOf(name, value);
  if (row?.kind === "countries") return text === "" ? "the project’s own" : text;
  if (row?.kind === "money") return `$${text}`;
  if (text === "") return row?.optional ? "the default" : "none";
  if (row?.kind === "choice") return WORDS[text] ?? text;
  if (row?.kind === "lines" || row?.kind === "choices") return text.split(/[\n,]/).join(", ");
  if (row?.kind === "json") return JSON.stringify(value);
  return row?.unit ? `${text} ${row.unit}` : text;
}
