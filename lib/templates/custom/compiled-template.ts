import type { Channel } from "@/lib/delivery/channel";
import { escapeHtml } from "../variables";
import { type CompiledPart, compilePart, type Escape } from "./compile-template";
import type { TemplateContent } from "./content";
import { type CustomVariableName, isCode, isData } from "./custom-variables";
import { parseTemplate } from "./parse-template";

/** A published template, ready to be filled. */
export type CompiledTemplate = {
  version: number;
  subject: CompiledPart | null;
  preheader: CompiledPart | null;
  /** The HTML with the preheader in it, and the one without, for where the code stays out of what an inbox shows. */
  html: CompiledPart | null;
  htmlWithoutPreheader: CompiledPart | null;
  text: CompiledPart;
  codeInSubject: boolean;
  codeInPreheader: boolean;
  /** Whether it calls its reader by their name, which has to be looked up. */
  hasName: boolean;
};

/** Compiles a template that has been checked. Throws where it was not. */
export function compileContent(
  channel: Channel,
  version: number,
  content: TemplateContent,
  escapeChat: Escape,
): CompiledTemplate {
  const { subject, preheader, html, text } = content;
  const hasPreheader = html !== null && preheader !== null && preheader.trim() !== "";
  const without = html === null ? null : compilePart(html, "html");
  return {
    version,
    subject: subject === null ? null : compilePart(subject, "text"),
    preheader: hasPreheader ? compilePart(preheader, "text") : null,
    html: hasPreheader ? compilePart(withPreheader(html, preheader), "html") : without,
    htmlWithoutPreheader: without,
    text: compilePart(text, "text", channel === "discord" ? escapeChat : undefined),
    codeInSubject: subject !== null && hasCode(subject),
    codeInPreheader: hasPreheader && hasCode(preheader),
    hasName: [subject, preheader, html, text].some((part) => namesIn(part ?? "").includes("recipient.name")),
  };
}

/** Which metadata of a request a template is filled with, by its names there. */
export function dataNamesOf({ subject, preheader, html, text }: TemplateContent): string[] {
  const names = [subject, preheader, html, text].flatMap((part) => namesIn(part ?? "")).filter(isData);
  return [...new Set(names)].map((name) => name.slice("data.".length));
}

function hasCode(source: string): boolean {
  return parseTemplate(source).pieces.some((piece) => piece.type === "variable" && isCode(piece.name));
}

function namesIn(source: string): CustomVariableName[] {
  return parseTemplate(source).pieces.flatMap((piece) => ("name" in piece ? [piece.name] : []));
}

// Figure space, joiner, non-joiner: invisible, and keeps the inbox preview from running on into the message.
const PADDING = "\u2007\u034f\u200c".repeat(40);

/** The HTML with the line in it that an inbox shows beside the subject, and the message itself does not. */
function withPreheader(html: string, preheader: string): string {
  const line = parseTemplate(preheader)
    .pieces.map((piece) =>
      piece.type === "text" ? escapeHtml(piece.text) : preheader.slice(piece.at, piece.at + piece.length),
    )
    .join("");
  const hidden = `<div style="display:none;max-height:0;overflow:hidden;mso-hide:all">${line}${PADDING}</div>`;
  const body = /<body\b[^<>]*>/i.exec(html);
  const at = body ? body.index + body[0].length : 0;
  return html.slice(0, at) + hidden + html.slice(at);
}
