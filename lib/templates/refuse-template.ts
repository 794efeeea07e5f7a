import { PLANS } from "@/lib/billing";
import { fail } from "@/lib/core/errors";
import type { Channel } from "@/lib/delivery/channel";
import { refuseViewers } from "@/lib/environments/acting";
import type { Scope } from "@/lib/ports";
import { checkTemplate } from "./custom/check-template";
import { partsOf, type TemplateContent } from "./custom/content";
import { writeOut } from "./custom/parse-template";
import { TEMPLATE_PARTS } from "./custom/problem";

/** Refuses who may not change templates: members who may only look, and customers whose plan has none. `forbidden`. */
export function refuseTemplates(scope: Scope): void {
  refuseViewers(scope);
  const { features, plan } = scope.environment;
  if (features.custom_templates) return;
  const first = Object.values(PLANS).find((other) => other.features.custom_templates);
  const other = first ? `the plan ${first.title} has them` : "no plan has them";
  fail("forbidden", { detail: `Templates of your own are not in the plan ${PLANS[plan].title}: ${other}` });
}

/**
 * The content as it is kept: with the parts that the channel has, every short spelling written out. `invalid_request` for
 * parts that it does not have, or lacks.
 */
export function keptContent(channel: Channel, content: TemplateContent): TemplateContent {
  const parts = partsOf(channel);
  const fields = TEMPLATE_PARTS.flatMap((part) => {
    const given = content[part];
    if (parts.includes(part)) return given === null && part !== "preheader" ? [missing(part)] : [];
    return given === null || given === "" ? [] : [{ path: `content.${part}`, message: "Only an email has this" }];
  });
  if (fields.length > 0) return fail("invalid_request", { fields });
  const kept = (part: (typeof TEMPLATE_PARTS)[number]) => (parts.includes(part) ? writeOut(content[part] ?? "") : null);
  return { subject: kept("subject"), preheader: kept("preheader"), html: kept("html"), text: writeOut(content.text) };
}

function missing(part: string) {
  return { path: `content.${part}`, message: "An email has this too" };
}

/** Refuses what cannot be sent: 400 `invalid_request`, each error with its part and line. */
export function refuseErrors(channel: Channel, content: TemplateContent): void {
  const errors = checkTemplate(channel, content).filter(({ severity }) => severity === "error");
  if (errors.length === 0) return;
  fail("invalid_request", {
    detail: "The template cannot be sent as it is",
    fields: errors.map(({ part, line, message }) => ({ path: `content.${part}`, message: `Line ${line}: ${message}` })),
  });
}
