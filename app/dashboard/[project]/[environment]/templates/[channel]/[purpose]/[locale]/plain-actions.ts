"use server";

import { argumentOf, formOf } from "@/app/dashboard/arguments";
import type { PlainState } from "@/components/templates/plain-state";
import { fail } from "@/lib/core/errors";
import { publishTemplate, readTemplate, saveDraft } from "@/lib/templates";
import { PublishTemplateBody, SaveDraftBody, type TemplatePlace } from "@/lib/templates/contract";
import { attemptAt } from "./attempt-at";

/**
 * Saves what a form without JavaScript sends, and publishes it where its button says so. Neither is done where another
 * version was published since the form was shown: it comes back with what was written, beside that version.
 */
export async function writePlainly(
  project: string,
  environment: string,
  place: TemplatePlace,
  _: PlainState,
  sent: FormData,
): Promise<PlainState> {
  const form = formOf(sent);
  const written = (name: string) => {
    const value = form.get(name);
    // A form ends its lines as mails do.
    return typeof value === "string" ? value.replace(/\r\n?/g, "\n") : null;
  };
  const content = {
    subject: written("subject"),
    preheader: written("preheader"),
    html: written("html"),
    text: written("text") ?? "",
  };
  const publishing = form.get("intent") === "publish";
  const read = { version: Number(form.get("version")), revision: Number(form.get("revision")) };
  const done = await attemptAt(project, environment, place, async ({ deps, scope, place: at }) => {
    const draft = argumentOf(SaveDraftBody, { revision: read.revision, based_on: read.version, content });
    const present = await readTemplate(deps, scope, at);
    if (present.version !== read.version) {
      const detail = `Version ${present.version} was published meanwhile. Yours is not saved: look at both, then press again`;
      fail("conflict", { detail });
    }
    await saveDraft(deps, scope, at, draft);
    if (!publishing) return "Saved";
    const input = { version: read.version, content, note: written("note") ?? "" };
    const { version } = await publishTemplate(deps, scope, at, argumentOf(PublishTemplateBody, input));
    return `v${version} is live`;
  });
  if (done.ok) return { message: done.value, refused: null };
  return { message: done.message, refused: { content, version: read.version } };
}
