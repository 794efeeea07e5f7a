import { Liquid, type Template } from "liquidjs";
import { escapeHtml } from "../variables";
import { type CustomValues, type DataVariable, isData } from "./custom-variables";
import { parseTemplate } from "./parse-template";

/** One part of a template, ready to be filled. Times what it takes with its length, and not with what is in it. */
export type CompiledPart = (values: CustomValues) => string;

/** How values are written into a part: as HTML's text and attributes need it, as a chat needs it, or as they are. */
export type Escape = (value: string) => string;

// No template has these characters (`parseTemplate` refuses them), so no text of a customer's is ever a tag of the
// engine's.
const [VALUE, VALUE_END, TAG, TAG_END] = ["\u0001", "\u0002", "\u0003", "\u0004"] as const;

/**
 * The engine with nothing in it but what we write: values, a fallback, and whether there is something to show. Nothing of
 * that repeats, so length bounds the work. No time does: on a busy machine it would keep codes from being sent.
 */
function createEngine(escapeValue: Escape): Liquid {
  const engine = new Liquid({
    outputDelimiterLeft: VALUE,
    outputDelimiterRight: VALUE_END,
    tagDelimiterLeft: TAG,
    tagDelimiterRight: TAG_END,
    outputEscape: (value) => escapeValue(String(value)),
    strictFilters: true,
    strictVariables: true,
    ownPropertyOnly: true,
    templates: {},
    parseLimit: 200_000,
    memoryLimit: 10_000_000,
  });
  for (const name of Object.keys(engine.tags)) if (name !== "if") delete engine.tags[name];
  for (const name of Object.keys(engine.filters)) if (name !== "default") delete engine.filters[name];
  return engine;
}

const engines = { html: createEngine(escapeHtml), text: createEngine((value) => value) };

/**
 * A part that has been checked, compiled. Throws where it was not. `escapeValue` is for text that is neither HTML nor
 * plain.
 */
export function compilePart(source: string, kind: "html" | "text", escapeValue?: Escape): CompiledPart {
  const { pieces, findings } = parseTemplate(source);
  if (findings.length > 0) throw new Error("A template with errors cannot be compiled");
  const fallbacks: string[] = [];
  // A request need not send any of it along; every other variable is always there.
  const absent: Record<DataVariable, string> = {};
  let liquid = "";
  for (const piece of pieces) {
    if ("name" in piece && isData(piece.name)) absent[piece.name] = "";
    if (piece.type === "text") liquid += piece.text;
    else if (piece.type === "end") liquid += `${TAG} endif ${TAG_END}`;
    else if (piece.type === "if") liquid += `${TAG} if v["${piece.name}"] != "" ${TAG_END}`;
    else if (piece.fallback === null) liquid += `${VALUE} v["${piece.name}"] ${VALUE_END}`;
    else liquid += `${VALUE} v["${piece.name}"] | default: f[${fallbacks.push(piece.fallback) - 1}] ${VALUE_END}`;
  }
  const engine = escapeValue ? createEngine(escapeValue) : engines[kind];
  const compiled: Template[] = engine.parse(liquid);
  return (values) => String(engine.renderSync(compiled, { v: { ...absent, ...values }, f: fallbacks }));
}
