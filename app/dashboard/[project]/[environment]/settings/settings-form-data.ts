import { formatDuration } from "@/components/settings/duration";
import { readOrigins } from "@/components/settings/read-origins";
import { SETTINGS, TOPICS, type Topic } from "@/components/settings/setting-names";
import { countriesIn, readText, textOf, type Values } from "@/components/settings/setting-text";
import { BOUND_NAMES, boundsOf, type NarrowedBounds, type Settings } from "@/lib/settings";

/** The settings of a topic as its form shows them. */
export function valuesOf(topic: Topic, settings: Settings): Values {
  return Object.fromEntries(TOPICS[topic].map((name) => [name, textOf(name, settingAt(settings, name))]));
}

function settingAt(settings: Settings, name: string): unknown {
  let at: unknown = settings;
  for (const part of name.split(".")) {
    at = typeof at === "object" && at !== null ? Object.entries(at).find(([key]) => key === part)?.[1] : undefined;
  }
  return at;
}

type Fields = Record<string, string>;
type Group = { [name: string]: unknown };
type Read = { ok: true; patch: Group; texts: Values } | { ok: false; fields: Fields };

/** What the form says of a topic's settings, as the groups that a change names. What is no value says so at its field. */
export function readSettingsForm(topic: Topic, form: FormData): Read {
  const patch: Group = {};
  const fields: Fields = {};
  const texts: Record<string, string> = {};
  for (const name of TOPICS[topic]) {
    const text = form
      .getAll(name)
      .filter((part) => typeof part === "string")
      .join(",");
    texts[name] = text;
    const read = readText(name, text);
    if (read.ok) put(patch, name.split("."), read.value);
    else fields[name] = read.problem;
  }
  return Object.keys(fields).length > 0 ? { ok: false, fields } : { ok: true, patch, texts };
}

function put(group: Group, [name = "", ...rest]: readonly string[], value: unknown): void {
  if (rest.length === 0) {
    group[name] = value;
    return;
  }
  const below: Group = {};
  const known = group[name];
  if (typeof known === "object" && known !== null) Object.assign(below, known);
  put(below, rest, value);
  group[name] = below;
}

/** What the domain says is wrong, at the form's fields: whatever lies within a setting is told at it. */
export function fieldsOf(
  errors: readonly { path: string; message: string }[],
  texts: Values,
): Readonly<Record<string, string>> {
  const fields: Fields = {};
  for (const { path, message } of errors) {
    const whole = path.replace(/^settings\./, "");
    const name = Object.keys(SETTINGS).find((each) => whole === each || whole.startsWith(`${each}.`));
    if (name === undefined) continue;
    const within = whole.slice(name.length + 1);
    fields[name] ??= sentence(name, { within, message, text: texts[name] ?? "" });
  }
  return fields;
}

function sentence(name: string, { within, message, text }: { within: string; message: string; text: string }): string {
  const kind = SETTINGS[name]?.kind;
  if (kind === "money") return message.replace(/\d+/g, (cents) => dollars(Number(cents)));
  if (kind === "countries") return `${countriesIn(text)[Number(within)] ?? "An entry"}: ${message}`;
  if (kind === "duration") return message.replace(/\d+/g, (seconds) => formatDuration(Number(seconds)));
  if (name === "tokens.algorithm" && message.includes("HS256")) {
    return "Make an HS256 key first, under Signing keys: its secret is shown there, once";
  }
  if (within === "") return message;
  if (kind === "lines") return `${readOrigins(text)[Number(within)]?.origin ?? "An entry"}: ${message}`;
  return kind === "json" ? `${within}: ${message}` : message;
}

const plain = (value: number) => value.toLocaleString("en");
const dollars = (cents: number) => `$${plain(cents / 100)}`;

/** What each number may be, in words, by the setting's name: "1 min to 10 min". */
export function boundsInWords(kind: "test" | "live", narrowed: NarrowedBounds): Readonly<Record<string, string>> {
  return Object.fromEntries(
    BOUND_NAMES.map((name) => {
      const { min, max } = boundsOf(name, kind === "live" ? narrowed : {});
      const words = name.endsWith("_seconds") ? formatDuration : name.endsWith("_cents") ? dollars : plain;
      return [name, `${words(min)} to ${words(max)}`];
    }),
  );
}
