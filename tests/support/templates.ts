import type { Channel } from "@/lib/delivery/channel";
import { checkTemplate } from "@/lib/templates/custom/check-template";
import type { TemplateContent } from "@/lib/templates/custom/content";

/** A page that nothing is to be said of, with that body. */
export const templatePage = (body: string) =>
  `<html lang="{{locale}}" dir="{{dir}}"><head><meta name="color-scheme" content="light dark"></head><body>${body}</body></html>`;

/** An email that can be published, but for what is changed. */
export function emailContent(changes: Partial<TemplateContent> = {}): TemplateContent {
  return {
    subject: "{{code}} for {{app.name}}",
    preheader: "Works {{expires_in}}",
    html: templatePage("<p>{{code}}</p>"),
    text: "{{code}}",
    ...changes,
  };
}

/** What keeps a template from being published: `part line: message`. */
export function templateErrors(channel: Channel, content: TemplateContent): string[] {
  return checkTemplate(channel, content)
    .filter(({ severity }) => severity === "error")
    .map(({ part, line, message }) => `${part} ${line}: ${message}`);
}
