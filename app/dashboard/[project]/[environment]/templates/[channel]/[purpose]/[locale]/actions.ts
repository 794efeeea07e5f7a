"use server";

import { argumentOf } from "@/app/dashboard/arguments";
import { attempt, reasonOf, type Writable } from "@/app/dashboard/attempt";
import type { Change, Saved } from "@/components/templates/template-view";
import type { Outcome } from "@/components/ui/outcome";
import { uuidv7 } from "@/lib/core/ids";
import {
  compareTemplate as compare,
  discardDraft,
  previewTemplate,
  publishTemplate,
  readTemplate,
  restoreTemplate,
  saveDraft,
  sendTestTemplate,
} from "@/lib/templates";
import {
  Content,
  PublishTemplateBody,
  RestoreTemplateBody,
  SaveDraftBody,
  SendTestBody,
  TemplateParams,
  type TemplatePlace,
} from "@/lib/templates/contract";
import { sampleIn } from "./sample";

/** As everywhere, with the template's place; what is wrong with a field is the sentence that the editor shows. */
async function attemptAt<T>(
  project: string,
  environment: string,
  place: unknown,
  work: (writable: Writable & { place: TemplatePlace }) => Promise<T>,
): Promise<Outcome<T>> {
  const outcome = await attempt(project, environment, (writable) =>
    work({ ...writable, place: argumentOf(TemplateParams, place) }),
  );
  if (outcome.ok) return outcome;
  return { ...outcome, message: Object.values(outcome.fields)[0] ?? outcome.message };
}

/** Saves the draft over the one that was read, and answers what it would look like. */
export async function saveTemplateDraft(
  project: string,
  environment: string,
  place: TemplatePlace,
  revision: number,
  content: unknown,
  sample: string,
): Promise<Outcome<Saved>> {
  return attemptAt(project, environment, place, async ({ deps, scope, place: at }) => {
    const { version } = await readTemplate(deps, scope, at);
    const saved = await saveDraft(deps, scope, at, argumentOf(SaveDraftBody, { revision, based_on: version, content }));
    const preview = await previewTemplate(deps, scope, { place: at, content: saved.content, sample: sampleIn(sample) });
    return {
      revision: saved.revision,
      problems: preview.problems,
      preview: preview.rendered && { ...preview.rendered, sms: preview.sms },
    };
  });
}

/** What differs from what is sent now. */
export async function compareTemplate(
  project: string,
  environment: string,
  place: TemplatePlace,
  content: unknown,
): Promise<Outcome<readonly Change[]>> {
  return attemptAt(project, environment, place, ({ deps, scope, place: at }) =>
    compare(deps, scope, at, argumentOf(Content, content)),
  );
}

/** Publishes it on the version that was read, and answers which one it is. */
export async function publishTemplateDraft(
  project: string,
  environment: string,
  place: TemplatePlace,
  version: number,
  content: unknown,
  note: string,
): Promise<Outcome<number>> {
  return attemptAt(project, environment, place, async ({ deps, scope, place: at }) => {
    const input = argumentOf(PublishTemplateBody, { version, content, note });
    return (await publishTemplate(deps, scope, at, input)).version;
  });
}

/** Publishes an earlier version again, and answers which one it is now. */
export async function restoreTemplateVersion(
  project: string,
  environment: string,
  place: TemplatePlace,
  version: number,
): Promise<Outcome<number>> {
  return attemptAt(project, environment, place, async ({ deps, scope, place: at }) => {
    const earlier = argumentOf(RestoreTemplateBody.required(), { version });
    return (await restoreTemplate(deps, scope, at, earlier, uuidv7(deps.clock, deps.random))).version;
  });
}

/** Does away with the draft; answers what went wrong, if anything did. */
export async function discardTemplateDraft(
  project: string,
  environment: string,
  place: TemplatePlace,
): Promise<string | undefined> {
  return reasonOf(
    attemptAt(project, environment, place, ({ deps, scope, place: at }) => discardDraft(deps, scope, at)),
  );
}

/** Sends it with a made-up code. */
export async function sendTemplateTest(
  project: string,
  environment: string,
  place: TemplatePlace,
  content: unknown,
  to: string,
): Promise<Outcome<"mailbox" | "provider">> {
  return attemptAt(project, environment, place, async ({ deps, scope, place: at }) => {
    const input = argumentOf(SendTestBody, { ...at, content, to });
    return (await sendTestTemplate(deps, scope, uuidv7(deps.clock, deps.random), input)).sentTo;
  });
}
