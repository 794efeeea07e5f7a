import { z } from "zod";
import type { Orm } from "@/db/client";
import { lockProject, siblingEnvironments, updateProject } from "@/db/queries/projects";
import { fail } from "@/lib/core/errors";
import { refuseViewers } from "@/lib/environments/acting";
import { recordEvents } from "@/lib/outbox";
import type { Brand, Deps, Scope } from "@/lib/ports";
import type { UpdateBrandInput } from "./contract";
import { updateSettings } from "./update-settings";
import { readStored } from "./write-settings";

const StoredBrand = z.record(z.string(), z.unknown()).catch({});

/** What messages of an environment carry of the brand. */
export type EmailSettings = { brand: Brand; codeInSubject: boolean };

/** What messages carry of the project's brand, at most five seconds old, and whether their subject has the code. */
export function readBrand({ environment }: Scope): EmailSettings {
  return { brand: environment.brand, codeInSubject: environment.settings.codes.code_in_subject };
}

/**
 * Changes what messages carry. The brand is the project's, of test and live alike, so a key changes it with a live one
 * alone (`forbidden`); whether the code is in the subject is the environment's own. `forbidden` for members who may only
 * look. All of it, or nothing: `conflict` where the settings were changed meanwhile.
 */
export async function updateBrand(deps: Deps, scope: Scope, input: UpdateBrandInput): Promise<EmailSettings> {
  refuseViewers(scope);
  const { environment, actor } = scope;
  const before = readBrand(scope);
  const named = Object.keys(input.brand).length > 0;
  if (named && actor.type === "key" && environment.kind === "test") {
    fail("forbidden", { detail: "The brand is that of test and live: a live key changes it" });
  }
  const brandToo = named ? (tx: Orm) => writeBrand(deps, tx, scope, input.brand) : undefined;
  const codeInSubject = await writeSubject(deps, scope, input.codeInSubject, brandToo);
  if (named) await forgetBrand(deps, scope);
  return { brand: { ...before.brand, ...input.brand }, codeInSubject: codeInSubject ?? before.codeInSubject };
}

/** Whether the code is in the subject, with the brand in one transaction: half of a change is none. */
async function writeSubject(
  deps: Deps,
  scope: Scope,
  codeInSubject: boolean | undefined,
  also: ((tx: Orm) => Promise<void>) | undefined,
): Promise<boolean | undefined> {
  if (codeInSubject === undefined) {
    if (also) await deps.db.transaction(also);
    return undefined;
  }
  const { version } = await readStored(deps, scope.environment.id);
  const change = { version, settings: { codes: { code_in_subject: codeInSubject } } };
  const { settings } = await updateSettings(deps, scope, change, also);
  return settings.codes.code_in_subject;
}

async function writeBrand(deps: Deps, tx: Orm, scope: Scope, change: Partial<Brand>): Promise<void> {
  const { projectId } = scope.environment;
  const row = (await lockProject(tx, projectId)) ?? fail("not_found");
  const { name = row.name, ...fields } = change;
  await updateProject(tx, projectId, { name, brand: { ...StoredBrand.parse(row.brand), ...fields } });
  const names = Object.keys(change);
  const old = { ...StoredBrand.parse(row.brand), name: row.name };
  await recordEvents(deps, tx, scope, [
    {
      type: "config.updated",
      data: { changed: names.map((field) => `brand.${wireName(field)}`) },
      before: wired(old, names),
      after: wired(change, names),
      target: `project:${projectId}`,
    },
  ]);
}

async function forgetBrand({ caches, db }: Deps, { environment }: Scope): Promise<void> {
  for (const id of await siblingEnvironments(db.orm, environment.projectId, environment.id))
    caches.environments.forget(id);
  caches.environments.forget(environment.id);
}

function wireName(field: string): string {
  return field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function wired(fields: Readonly<Record<string, unknown>>, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(names.map((name) => [`brand.${wireName(name)}`, fields[name] ?? null]));
}
