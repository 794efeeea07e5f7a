import { isDeepStrictEqual } from "node:util";
import {
  deleteTemplateDraft,
  dropOldVersions,
  insertTemplateRow,
  readTemplateDraft,
  readTemplateRow,
  readTemplateVersion,
  type TemplateRow,
} from "@/db/queries/templates";
import { fail } from "@/lib/core/errors";
import { actorName } from "@/lib/environments/acting";
import { take } from "@/lib/limits";
import { recordEvents } from "@/lib/outbox";
import type { Deps, Scope } from "@/lib/ports";
import type { PublishTemplateInput, Template, TemplatePlace } from "./contract";
import { readContent, type TemplateContent } from "./custom/content";
import { readTemplate } from "./read-template";
import { keptContent, refuseErrors, refuseTemplates } from "./refuse-template";

/** How many versions of a template are kept. */
const VERSIONS_MAX = 100;

/**
 * Publishes a template as the version after the one that was read; content null is the built-in design. Within five
 * seconds every process sends it. The draft goes where it is what was published: what somebody else has written in it since
 * stays. `invalid_request` with lines for what cannot be sent, `conflict` where somebody published another one meanwhile,
 * `forbidden` for members who may only look, `rate_limited` by environment.
 */
export async function publishTemplate(
  deps: Deps,
  scope: Scope,
  place: TemplatePlace,
  input: PublishTemplateInput,
): Promise<Template> {
  refuseTemplates(scope);
  await take(deps.limits, "templates.write", scope.environment.id);
  const content = input.content && keptContent(place.channel, input.content);
  if (content) refuseErrors(place.channel, content);
  const current = await readTemplateRow(deps.db.orm, scope.environment.id, place);
  if ((current?.version ?? 0) !== input.version) refuseOld(current);
  await write(deps, scope, place, { current, content, note: input.note, resultId: null, type: "template.published" });
  return readTemplate(deps, scope, place);
}

/**
 * Publishes an earlier version again, as the next one; 0 is the built-in design. `not_found` for one that never was or is no
 * longer kept; `conflict` where `read` is not the current version; `rate_limited` by environment.
 */
export async function restoreTemplate(
  deps: Deps,
  scope: Scope,
  place: TemplatePlace,
  input: { version: number; read?: number | undefined },
  resultId: string,
): Promise<Template> {
  refuseTemplates(scope);
  const { id } = scope.environment;
  await take(deps.limits, "templates.write", id);
  const isBuiltIn = input.version === 0;
  const earlier = isBuiltIn ? null : await readTemplateVersion(deps.db.orm, id, place, input.version);
  if (earlier === null && !isBuiltIn) fail("not_found");
  const current = await readTemplateRow(deps.db.orm, id, place);
  if (input.read !== undefined && (current?.version ?? 0) !== input.read) refuseOld(current);
  const content = readContent(earlier?.content);
  // What may stand in a template can change after it was published.
  if (content) refuseErrors(place.channel, content);
  const note = isBuiltIn ? "Restored the built-in design" : `Restored version ${input.version}`;
  await write(deps, scope, place, { current, content, note, resultId, type: "template.restored" });
  return readTemplate(deps, scope, place);
}

async function write(
  deps: Deps,
  scope: Scope,
  place: TemplatePlace,
  next: {
    current: TemplateRow | null;
    content: TemplateContent | null;
    note: string | null;
    resultId: string | null;
    type: "template.published" | "template.restored";
  },
): Promise<void> {
  const { environment } = scope;
  const { current, content, note, resultId, type } = next;
  const version = (current?.version ?? 0) + 1;
  const written = await deps.db.transaction(async (tx) => {
    const row = { ...place, environmentId: environment.id, version, content, note, resultId };
    if (!(await insertTemplateRow(tx, { ...row, author: actorName(scope), createdAt: deps.clock.now() }))) return false;
    await dropOldVersions(tx, environment.id, place, version - VERSIONS_MAX);
    if (type === "template.published") await deleteDraftOf(tx, environment.id, place, content);
    await recordEvents(deps, tx, scope, [
      {
        type,
        data: { ...place, version, own: content !== null, ...(note !== null && { note }) },
        target: `template:${place.channel}/${place.purpose}/${place.locale}`,
      },
    ]);
    return true;
  });
  if (!written) refuseOld(await readTemplateRow(deps.db.orm, environment.id, place));
  deps.caches.environments.forget(environment.id);
}

/** Does away with the draft of that content, and with no other. */
async function deleteDraftOf(
  tx: Parameters<typeof deleteTemplateDraft>[0],
  environmentId: string,
  place: TemplatePlace,
  content: TemplateContent | null,
): Promise<void> {
  const draft = await readTemplateDraft(tx, environmentId, place);
  if (draft === null || !isDeepStrictEqual(readContent(draft.content), content)) return;
  await deleteTemplateDraft(tx, environmentId, place, draft.revision);
}

/** Two who publish at once: the second is told of the first. */
function refuseOld(current: TemplateRow | null): never {
  const version = current?.version ?? 0;
  return fail("conflict", {
    detail: `Another version was published since you read it: version ${version} is the current one`,
    extra: { version, ...(current && { author: current.author, published_at: current.createdAt.toISOString() }) },
  });
}
