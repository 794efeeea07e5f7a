"use server";

import { refresh } from "next/cache";
import { z } from "zod";
import { argumentOf, formOf, idOf } from "@/app/dashboard/arguments";
import { attempt, reasonOf } from "@/app/dashboard/attempt";
import type { Outcome } from "@/components/ui/outcome";
import type { TestView } from "@/components/webhooks/webhook-view";
import { addSeconds } from "@/lib/core/clock";
import { fail } from "@/lib/core/errors";
import { uuidv7 } from "@/lib/core/ids";
import {
  createEcho,
  createWebhook,
  deleteWebhook,
  recoverFailed,
  replayWebhook,
  rotateWebhookSecret,
  testUrl,
  testWebhook,
  updateWebhook,
} from "@/lib/webhooks";
import { readEvent, readTestForm, readWebhookForm } from "./webhook-form";

/** Adds an endpoint. Its secret goes back to the form that asked, once, and nowhere else. */
export async function addWebhook(
  project: string,
  environment: string,
  form: FormData,
): Promise<Outcome<{ id: string; secret: string }>> {
  return attempt(project, environment, async ({ deps, scope }) => {
    const { id, secret } = await createWebhook(
      deps,
      scope,
      uuidv7(deps.clock, deps.random),
      readWebhookForm(formOf(form)),
    );
    refresh();
    return { id, secret };
  });
}

/** Sends an example to a URL that is not saved yet. */
export async function testWebhookForm(
  project: string,
  environment: string,
  form: FormData,
): Promise<Outcome<TestView>> {
  return attempt(project, environment, async ({ deps, scope }) =>
    toView(await testUrl(deps, scope, readTestForm(formOf(form)))),
  );
}

/** Sends an example to an endpoint. */
export async function sendExample(
  project: string,
  environment: string,
  id: string,
  event: string,
): Promise<Outcome<TestView>> {
  return attempt(project, environment, async ({ deps, scope }) => {
    const sent = toView(await testWebhook(deps, scope, idOf(id), readEvent(event)));
    refresh();
    return sent;
  });
}

function toView({ duration_ms: durationMs, ...sent }: Awaited<ReturnType<typeof testUrl>>): TestView {
  return { ...sent, durationMs };
}

/** Saves what an endpoint is. */
export async function saveWebhook(
  project: string,
  environment: string,
  id: string,
  form: FormData,
): Promise<Outcome<null>> {
  return attempt(project, environment, async ({ deps, scope }) => {
    const { url, events, description } = readWebhookForm(formOf(form));
    await updateWebhook(deps, scope, idOf(id), { url, events, description });
    refresh();
    return null;
  });
}

/** Turns an endpoint on or off; answers what went wrong, if anything did. */
export async function turnWebhook(project: string, environment: string, id: string, on: boolean) {
  return reasonOf(
    attempt(project, environment, async ({ deps, scope }) => {
      await updateWebhook(deps, scope, idOf(id), { enabled: argumentOf(z.boolean(), on) });
      refresh();
    }),
  );
}

/** Deletes an endpoint; answers what went wrong, if anything did. */
export async function removeWebhook(project: string, environment: string, id: string) {
  return reasonOf(attempt(project, environment, ({ deps, scope }) => deleteWebhook(deps, scope, idOf(id))));
}

/** Makes a new secret, shown once. */
export async function rotateSecret(
  project: string,
  environment: string,
  id: string,
  overlapSeconds: number,
): Promise<Outcome<string>> {
  return attempt(project, environment, async ({ deps, scope }) => {
    const allowed = [0, 86_400, 604_800].includes(overlapSeconds) ? overlapSeconds : fail("invalid_request");
    const rotationId = uuidv7(deps.clock, deps.random);
    return (await rotateWebhookSecret(deps, scope, idOf(id), { overlapSeconds: allowed, rotationId })).secret;
  });
}

/** Counts what failed in the last so many hours, or sends it again. */
export async function recoverWebhook(
  project: string,
  environment: string,
  id: string,
  hours: number,
  dryRun: boolean,
): Promise<Outcome<number>> {
  return attempt(project, environment, async ({ deps, scope }) => {
    const known = [1, 24, 168, 720].includes(hours) ? hours : fail("invalid_request");
    const since = addSeconds(deps.clock.now(), -known * 3_600);
    const { count } = await recoverFailed(deps, scope, idOf(id), {
      since,
      dryRun: argumentOf(z.boolean(), dryRun),
    });
    if (!dryRun) refresh();
    return count;
  });
}

/** Sends a delivery again; answers what went wrong, if anything did. */
export async function resendDelivery(project: string, environment: string, id: string) {
  return reasonOf(
    attempt(project, environment, async ({ deps, scope }) => {
      await replayWebhook(deps, scope, idOf(id));
      refresh();
    }),
  );
}

/** Makes a receiver of ours with an endpoint that sends there, and sends the first example. Answers the endpoint. */
export async function startEcho(project: string, environment: string): Promise<Outcome<string>> {
  return attempt(project, environment, async ({ deps, scope }) => {
    const { url } = await createEcho(deps, scope, uuidv7(deps.clock, deps.random));
    const id = uuidv7(deps.clock, deps.random);
    const description = "Echo receiver, for 24 hours";
    await createWebhook(deps, scope, id, { url, events: [], description, enabled: true });
    await testWebhook(deps, scope, id, { event: "otp.verified" });
    return id;
  });
}
