"use server";

import { authorsOf } from "@/app/dashboard/[project]/[environment]/settings/authors";
import { argumentOf } from "@/app/dashboard/arguments";
import { reasonOf } from "@/app/dashboard/attempt";
import type { LiveTemplate } from "@/components/templates/template-view";
import type { Outcome } from "@/components/ui/outcome";
import { compareTemplate, readTemplate, saveDraft } from "@/lib/templates";
import { Content, SaveDraftBody, type TemplatePlace } from "@/lib/templates/contract";
import { attemptAt } from "./attempt-at";

/** What would change in the live environment of the project, if this were sent there. */
export async function compareWithLive(
  project: string,
  place: TemplatePlace,
  content: unknown,
): Promise<Outcome<LiveTemplate>> {
  return attemptAt(project, "live", place, async ({ deps, member, scope, place: at }) => {
    const changes = await compareTemplate(deps, scope, at, argumentOf(Content, content));
    const { version, draft } = await readTemplate(deps, scope, at);
    const authorOf = await authorsOf(deps, scope, member.id);
    return { version, revision: draft?.revision ?? 0, draftBy: draft && authorOf(draft.author), changes };
  });
}

/** Makes it the draft of the live environment, over the one that was shown; answers what went wrong, if anything did. */
export async function copyToLive(
  project: string,
  place: TemplatePlace,
  over: { version: number; revision: number },
  content: unknown,
): Promise<string | undefined> {
  return reasonOf(
    attemptAt(project, "live", place, ({ deps, scope, place: at }) => {
      const { version, revision } = over;
      return saveDraft(deps, scope, at, argumentOf(SaveDraftBody, { revision, based_on: version, content }));
    }),
  );
}
