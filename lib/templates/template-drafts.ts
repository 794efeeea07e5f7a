import { deleteTemplateDraft, readTemplateDraft, saveTemplateDraft } from "@/db/queries/templates";
import { fail } from "@/lib/core/errors";
import { actorName } from "@/lib/environments/acting";
import { take } from "@/lib/limits";
import type { Deps, Scope } from "@/lib/ports";
import type { Draft, SaveDraftInput, TemplatePlace } from "./contract";
import { toDraft } from "./read-template";
import { keptContent, refuseTemplates } from "./refuse-template";

/**
 * Saves a draft over the one that was read. It may have errors: nothing is sent from it. `conflict` with the present one's
 * revision and author where somebody else saved it meanwhile; `forbidden` for members who may only look; `rate_limited` by
 * environment.
 */
export async function saveDraft(
  deps: Pick<Deps, "clock" | "db" | "limits">,
  scope: Scope,
  place: TemplatePlace,
  input: SaveDraftInput,
): Promise<Draft> {
  refuseTemplates(scope);
  const { id } = scope.environment;
  await take(deps.limits, "templates.write", id);
  const saved = await saveTemplateDraft(deps.db.orm, {
    ...place,
    environmentId: id,
    revision: input.revision,
    basedOn: input.basedOn,
    content: keptContent(place.channel, input.content),
    author: actorName(scope),
    updatedAt: deps.clock.now(),
  });
  if (saved) return toDraft(place.channel, saved);
  const present = await readTemplateDraft(deps.db.orm, id, place);
  return fail("conflict", {
    detail: present ? "Somebody else saved this draft since you read it" : "This draft was published or discarded",
    extra: { revision: present?.revision ?? 0, ...(present && { author: present.author }) },
  });
}

/** Does away with a draft. Nothing happens where there is none. `forbidden` for members who may only look. */
export async function discardDraft(deps: Pick<Deps, "db">, scope: Scope, place: TemplatePlace): Promise<void> {
  refuseTemplates(scope);
  await deleteTemplateDraft(deps.db.orm, scope.environment.id, place);
}
