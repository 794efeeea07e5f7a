import {
  listTemplateDrafts,
  listTemplateHeads,
  readTemplateDraft,
  readTemplateRow,
  type TemplateDraftRow,
} from "@/db/queries/templates";
import { fail } from "@/lib/core/errors";
import { CHANNELS, type Channel } from "@/lib/delivery/channel";
import type { Deps, Scope } from "@/lib/ports";
import { builtInContent } from "./built-in-content";
import { type Draft, TEMPLATE_PURPOSES, type Template, type TemplateEntry, type TemplatePlace } from "./contract";
import { checkTemplate } from "./custom/check-template";
import { readContent } from "./custom/content";
import { headOf, publishedOf, UNPUBLISHED } from "./stored-template";

/** The templates that somebody has published or is working on. Every other one is the built-in design. */
export async function listTemplates(deps: Pick<Deps, "db">, { environment }: Scope): Promise<TemplateEntry[]> {
  const heads = await listTemplateHeads(deps.db.orm, environment.id);
  const drafts = await listTemplateDrafts(deps.db.orm, environment.id);
  const entries = new Map<string, TemplateEntry>();
  const keyOf = (place: { channel: string; purpose: string; locale: string }) =>
    `${place.channel}/${place.purpose}/${place.locale}`;
  for (const head of heads) {
    const place = placeOf(head);
    if (place) entries.set(keyOf(place), { ...place, ...publishedOf(head), draft: false });
  }
  for (const draft of drafts) {
    const place = placeOf(draft);
    if (place) entries.set(keyOf(place), { ...UNPUBLISHED, ...entries.get(keyOf(place)), ...place, draft: true });
  }
  return [...entries.values()].sort((one, other) => orderOf(one) - orderOf(other));
}

function placeOf(row: { channel: string; purpose: string; locale: string }) {
  const channel = CHANNELS.find((name) => name === row.channel);
  const purpose = TEMPLATE_PURPOSES.find((name) => name === row.purpose);
  return channel && purpose ? { channel, purpose, locale: row.locale } : null;
}

function orderOf({ channel, purpose }: TemplateEntry): number {
  return CHANNELS.indexOf(channel) * TEMPLATE_PURPOSES.length + TEMPLATE_PURPOSES.indexOf(purpose);
}

/** A template: what is sent, which is the built-in design where no other is published, and the draft of it. */
export async function readTemplate(
  deps: Pick<Deps, "db">,
  { environment }: Scope,
  place: TemplatePlace,
): Promise<Template> {
  const row = await readTemplateRow(deps.db.orm, environment.id, place);
  const draft = await readTemplateDraft(deps.db.orm, environment.id, place);
  const own = row && readContent(row.content);
  const content = own ?? (await builtInContent(place.channel, place.purpose, place.locale, environment.brand));
  return {
    ...place,
    ...(row ? publishedOf(headOf(row)) : UNPUBLISHED),
    content,
    problems: checkTemplate(place.channel, content).filter(({ severity }) => severity === "warning" || own !== null),
    draft: draft && toDraft(place.channel, draft),
  };
}

/** A draft as it is stored, with what there is to say about it. */
export function toDraft(channel: Channel, row: TemplateDraftRow): Draft {
  const { revision, basedOn, author, updatedAt } = row;
  const content = readContent(row.content) ?? fail("not_found");
  return { revision, basedOn, content, author, updatedAt, problems: checkTemplate(channel, content) };
}
