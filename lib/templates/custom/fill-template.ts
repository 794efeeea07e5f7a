import type { Channel } from "@/lib/delivery/channel";
import type { CompiledTemplate } from "./compiled-template";
import { type CustomValues, isData } from "./custom-variables";

/** What is not the template's to say. */
export type Around = {
  channel: Channel;
  /** Whether the code may stand in the subject and in the preheader, which inboxes and locked screens show. */
  codeInSubject: boolean;
  /** The subject where it may not, and the template has it there. */
  subjectWithoutCode: string;
  /** What a test environment puts in front of every subject. */
  subjectPrefix: string;
  /** What binds a text message to the project's domain, after the text. */
  bindingLine: string;
};

/** A template filled in for one message: only an email has a subject and HTML. */
export function fillCustom(
  template: CompiledTemplate,
  values: CustomValues,
  around: Around,
): { subject: string | null; preheader: string | null; html: string | null; text: string } {
  if (around.channel !== "email") {
    const text = template.text(around.channel === "sms" ? withoutBindings(values) : values).trim();
    return { subject: null, preheader: null, html: null, text: text + around.bindingLine };
  }
  const hides = !around.codeInSubject;
  const subject = hides && template.codeInSubject ? around.subjectWithoutCode : (template.subject?.(values) ?? "");
  const bare = hides && template.codeInPreheader;
  const html = bare ? template.htmlWithoutPreheader : template.html;
  return {
    subject: oneSubject(around.subjectPrefix + subject),
    preheader: bare ? null : (template.preheader?.(values) ?? null),
    html: html?.(values) ?? null,
    text: template.text(values),
  };
}

const WRITTEN = ["app.name", "app.postal_address", "recipient.name", "request.location", "request.device"] as const;

/** What somebody wrote must never look like a line that binds the code to a domain. */
function withoutBindings(values: CustomValues): CustomValues {
  const plain = { ...values };
  for (const name of [...WRITTEN, ...Object.keys(values).filter(isData)]) {
    plain[name] = (values[name] ?? "").replace(/\s*[@#]+\s*/g, " ").trim();
  }
  return plain;
}

const SUBJECT_MAX = 300;

function oneSubject(subject: string): string {
  return Array.from(subject.replace(/\s+/g, " ").trim()).slice(0, SUBJECT_MAX).join("");
}
