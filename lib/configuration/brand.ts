import { z } from "zod";
import { lockProject, siblingEnvironments, updateProject } from "@/db/queries/projects";
import { fail } from "@/lib/core/errors";
import { recordEvents } from "@/lib/outbox";
import type { Brand, Deps, Scope } from "@/lib/ports";
import type { UpdateBrandInput } from "./contract";
import { updateSettings } from "./update-settings";
import { readStored, refuseViewers } from "./write-settings";

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
 * look.
 */
export async function updateBrand(deps: Deps, scope: Scope, input: UpdateBrandInput): Promise<EmailSettings> {
  refuseViewers(scope);
  const { environment, actor } = scope;
  const before = readBrand(scope);
  const named = Object.keys(input.brand).length > 0;
  if (named && actor.type === "key" && environment.kind === "test") {
    fail("forbidden", { detail: "The brand is that of test and live: a live key changes it" });
  }
  const brand = named ? await writeBrand(deps, scope, input.brand) : before.brand;
  if (input.codeInSubject === undefined) return { ...before, brand };
  const { version } = await readStored(deps, environment.id);
  const { settings } = await updateSettings(deps, scope, {
    version,
    settings: { codes: { code_in_subject: input.codeInSubject } },
  });
  return { brand, codeInSubject: settings.codes.code_in_subject };
}

async function writeBrand(deps: Deps, scope: Scope, change: Partial<Brand>): Promise<Brand> {
  const { environment } = scope;
  const { projectId } = environment;
  const brand = await deps.db.transaction(async (tx) => {
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
    return { ...environment.brand, ...change };
  });
  for (const id of await siblingEnvironments(deps.db.orm, projectId, environment.id))
    deps.caches.environments.forget(id);
  deps.caches.environments.forget(environment.id);
  return brand;
}

function wireName(field: string): string {
  return field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function wired(fields: Readonly<Record<string, unknown>>, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(names.map((name) => [`brand.${wireName(name)}`, fields[name] ?? null]));
}
