"use server";

import { argumentOf } from "@/app/dashboard/arguments";
import { requireWritableEnvironment } from "@/app/dashboard/scope";
import type { Change, Outcome, Saved } from "@/components/templates/template-view";
import { isNinepinError } from "@/lib/core/errors";
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

type Writable = Awaited<ReturnType<typeof requireWritableEnvironment>> & { place: TemplatePlace };

/** Does it for a member who may, and turns what is refused into a sentence for the editor. */
async function attempt<T>(
  project: string,
  environment: string,
  place: unknown,
  work: (writable: Writable) => Promise<T>,
): Promise<Outcome<T>> {
  try {
    const writable = await requireWritableEnvironment(project, environment);
    return { ok: true, value: await work({ ...writable, place: argumentOf(TemplateParams, place) }) };
  } catch (error) {
    if (!isNinepinError(error)) throw error;
    const [first] = error.options.fields ?? [];
    return { ok: false, message: first ? first.message : error.message };
  }
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
  return attempt(project, environment, place, async ({ deps, scope, place: at }) => {
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
  return attempt(project, environment, place, ({ deps, scope, place: at }) =>
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
  return attempt(project, environment, place, async ({ deps, scope, place: at }) => {
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
  return attempt(project, environment, place, async ({ deps, scope, place: at }) => {
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
  const outcome = await attempt(project, environment, place, ({ deps, scope, place: at }) =>
    discardDraft(deps, scope, at),
  );
  return outcome.ok ? undefined : outcome.message;
}

/** Sends it with a made-up code. */
export async function sendTemplateTest(
  project: string,
  environment: string,
  place: TemplatePlace,
  content: unknown,
  to: string,
): Promise<Outcome<"mailbox" | "provider">> {
  return attempt(project, environment, place, async ({ deps, scope, place: at }) => {
    const input = argumentOf(SendTestBody, { ...at, content, to });
    return (await sendTestTemplate(deps, scope, uuidv7(deps.clock, deps.random), input)).sentTo;
  });
}
