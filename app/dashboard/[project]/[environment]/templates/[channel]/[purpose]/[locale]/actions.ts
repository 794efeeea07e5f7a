"use server";

import { authorsOf } from "@/app/dashboard/[project]/[environment]/settings/authors";
import { argumentOf } from "@/app/dashboard/arguments";
import { reasonOf } from "@/app/dashboard/attempt";
import type { Change, Published, Saved, Theirs } from "@/components/templates/template-view";
import type { Outcome } from "@/components/ui/outcome";
import { isNinepinError } from "@/lib/core/errors";
import { uuidv7 } from "@/lib/core/ids";
import {
  compareTemplate as compare,
  diffContent,
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
  DiscardDraftQuery,
  PublishTemplateBody,
  RestoreTemplateBody,
  SaveDraftBody,
  SendTestBody,
  type TemplatePlace,
} from "@/lib/templates/contract";
import { type AtTemplate, attemptAt } from "./attempt-at";
import { sampleIn } from "./sample";

/**
 * Saves the draft over the one that was read, with the version that its writer began from, and answers what it would look
 * like, or what somebody else saved meanwhile.
 */
export async function saveTemplateDraft(
  project: string,
  environment: string,
  place: TemplatePlace,
  read: { revision: number; basedOn: number },
  content: unknown,
  sample: string,
): Promise<Outcome<Saved | Theirs>> {
  return attemptAt(project, environment, place, async (writable) => {
    const { deps, scope, place: at } = writable;
    const { revision, basedOn } = read;
    const input = argumentOf(SaveDraftBody, { revision, based_on: basedOn, content });
    const saved = await saveDraft(deps, scope, at, input).catch((error: unknown) => {
      if (isNinepinError(error) && error.code === "conflict") return null;
      throw error;
    });
    if (saved === null) return theirsAt(writable, input.content);
    const preview = await previewTemplate(deps, scope, { place: at, content: saved.content, sample: sampleIn(sample) });
    return {
      kind: "saved",
      revision: saved.revision,
      problems: preview.problems,
      preview: preview.rendered && { ...preview.rendered, sms: preview.sms },
    };
  });
}

async function theirsAt({ deps, member, scope, place }: AtTemplate, mine: Theirs["content"]): Promise<Theirs> {
  const { draft, ...sent } = await readTemplate(deps, scope, place);
  const authorOf = await authorsOf(deps, scope, member.id);
  const { content, author } = draft ?? sent;
  return {
    kind: "theirs",
    content,
    revision: draft?.revision ?? 0,
    version: sent.version,
    author: author === null ? null : authorOf(author),
    at: (draft?.updatedAt ?? sent.publishedAt)?.toISOString() ?? null,
    changes: diffContent(place, content, mine),
  };
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

/**
 * Publishes it on the version that was read, and answers which one it is; or which one somebody else published
 * meanwhile.
 */
export async function publishTemplateDraft(
  project: string,
  environment: string,
  place: TemplatePlace,
  version: number,
  content: unknown,
  note: string,
): Promise<Outcome<Published>> {
  return attemptAt(project, environment, place, async ({ deps, member, scope, place: at }) => {
    const input = argumentOf(PublishTemplateBody, { version, content, note });
    try {
      return { version: (await publishTemplate(deps, scope, at, input)).version, by: null };
    } catch (error) {
      if (!isNinepinError(error) || error.code !== "conflict") throw error;
      const { version: theirs, author, publishedAt } = await readTemplate(deps, scope, at);
      if (author === null || publishedAt === null) throw error;
      const authorOf = await authorsOf(deps, scope, member.id);
      return { version: theirs, by: { author: authorOf(author), at: publishedAt.toISOString() } };
    }
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

/** Does away with the draft that was read; answers what went wrong, if anything did. */
export async function discardTemplateDraft(
  project: string,
  environment: string,
  place: TemplatePlace,
  revision: number,
): Promise<string | undefined> {
  return reasonOf(
    attemptAt(project, environment, place, ({ deps, scope, place: at }) =>
      discardDraft(deps, scope, at, argumentOf(DiscardDraftQuery, { revision: String(revision) }).revision),
    ),
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
