import {
  deleteTemplateDraft,
  readTemplateDraft,
  saveTemplateDraft,
  type TemplateDraftRow,
} from "@/db/queries/templates";
import { fail } from "@/lib/core/errors";
import type { Random } from "@/lib/core/random";
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
  deps: Pick<Deps, "clock" | "db" | "limits" | "random">,
  scope: Scope,
  place: TemplatePlace,
  input: SaveDraftInput,
): Promise<Draft> {
  refuseTemplates(scope);
  const { id } = scope.environment;
  await take(deps.limits, "templates.write", id);
  const draft = {
    ...place,
    environmentId: id,
    revision: input.revision === 0 ? firstRevision(deps.random) : input.revision + 1,
    basedOn: input.basedOn,
    content: keptContent(place.channel, input.content),
    author: actorName(scope),
    updatedAt: deps.clock.now(),
  };
  const saved = await saveTemplateDraft(deps.db.orm, draft, input.revision);
  if (saved) return toDraft(place.channel, saved);
  return refuseOther(await readTemplateDraft(deps.db.orm, id, place));
}

/**
 * Where a draft begins to count: anywhere, so that who has read an earlier one, published or discarded since, has not read
 * this one.
 */
function firstRevision(random: Random): number {
  return 1 + (random.bytes(4).readUInt32BE() >>> 2);
}

/**
 * Does away with a draft; with a revision, with the one that was read and no other. Nothing happens where there is none.
 * `conflict` with the present one's revision and author where somebody else saved it, or began it, meanwhile; `forbidden`
 * for members who may only look.
 */
export async function discardDraft(
  deps: Pick<Deps, "db">,
  scope: Scope,
  place: TemplatePlace,
  revision?: number,
): Promise<void> {
  refuseTemplates(scope);
  const { id } = scope.environment;
  if (await deleteTemplateDraft(deps.db.orm, id, place, revision)) return;
  const present = revision === undefined ? null : await readTemplateDraft(deps.db.orm, id, place);
  if (present) refuseOther(present);
}

function refuseOther(present: TemplateDraftRow | null): never {
  return fail("conflict", {
    detail: present ? "Somebody else saved this draft since you read it" : "This draft was published or discarded",
    extra: { revision: present?.revision ?? 0, ...(present && { author: present.author }) },
  });
}
