import { listTemplateVersions, readTemplateOfResult, readTemplateVersion } from "@/db/queries/templates";
import { idOfVersion, openCursor, sealCursor, versionOfId } from "@/lib/core/cursor";
import { fail } from "@/lib/core/errors";
import type { Page } from "@/lib/core/wire";
import { take } from "@/lib/limits";
import type { Deps, Scope } from "@/lib/ports";
import { builtInContent } from "./built-in-content";
import type { PartChange, Template, TemplatePlace, TemplateVersion, WholeTemplateVersion } from "./contract";
import { readContent, type TemplateContent } from "./custom/content";
import { diffContent } from "./diff-content";
import { readTemplate } from "./read-template";
import { keptContent } from "./refuse-template";
import { headOf, publishedOf, versionsListOf } from "./stored-template";

/** The versions of a template that were published, newest first. */
export async function listVersionsOf(
  deps: Pick<Deps, "db" | "keyring">,
  { environment }: Scope,
  place: TemplatePlace,
  page: Page,
): Promise<{ data: TemplateVersion[]; nextCursor: string | null }> {
  const list = versionsListOf(environment.id, place);
  const rows = await listTemplateVersions(deps.db.orm, environment.id, place, {
    before: page.cursor === null ? null : versionOfId(openCursor(deps.keyring, list, page.cursor)),
    limit: page.limit + 1,
  });
  const shown = rows.slice(0, page.limit);
  const last = shown.at(-1);
  return {
    data: shown.map(publishedOf),
    nextCursor: rows.length > page.limit && last ? sealCursor(deps.keyring, list, idOfVersion(last.version)) : null,
  };
}

/** One version with what is in it and what it changed. `not_found` for one that never was or is no longer kept. */
export async function readVersionOf(
  deps: Pick<Deps, "db">,
  { environment }: Scope,
  place: TemplatePlace,
  version: number,
): Promise<WholeTemplateVersion> {
  const row = (await readTemplateVersion(deps.db.orm, environment.id, place, version)) ?? fail("not_found");
  const before = await readTemplateVersion(deps.db.orm, environment.id, place, version - 1);
  const builtIn = await builtInContent(place.channel, place.purpose, place.locale, environment.brand);
  const content = readContent(row.content);
  const changes = diffContent(place, readContent(before?.content) ?? builtIn, content ?? builtIn);
  return { ...publishedOf(headOf(row)), content, changes };
}

/** What a request that is repeated now has published; null where it has published nothing. */
export async function readTemplateMade(
  deps: Pick<Deps, "db">,
  scope: Scope,
  place: TemplatePlace,
  resultId: string,
): Promise<Template | null> {
  const made = await readTemplateOfResult(deps.db.orm, scope.environment.id, place, resultId);
  return made && readTemplate(deps, scope, place);
}

/** How content differs from what is sent now: part by part, line by line. `rate_limited` by environment. */
export async function compareTemplate(
  deps: Pick<Deps, "db" | "limits">,
  scope: Scope,
  place: TemplatePlace,
  content: TemplateContent,
): Promise<PartChange[]> {
  await take(deps.limits, "templates.write", scope.environment.id);
  const { content: sent } = await readTemplate(deps, scope, place);
  return diffContent(place, sent, keptContent(place.channel, content));
}
