"use server";

import { refresh } from "next/cache";
import { z } from "zod";
import { argumentOf, formOf, idOf } from "@/app/dashboard/arguments";
import { attempt, reasonOf } from "@/app/dashboard/attempt";
import type { TestedView } from "@/components/providers/provider-view";
import type { Outcome } from "@/components/ui/outcome";
import { readSettings, updateSettings } from "@/lib/configuration";
import { uuidv7 } from "@/lib/core/ids";
import { createAccount, deleteAccount, testAccount, updateAccount } from "@/lib/providers";
import { readAccountChange, readAccountForm, readTestForm } from "./provider-forms";

const AnyChannel = z.enum(["email", "sms", "voice", "whatsapp", "discord", "hook"]);
const Entries = z.array(z.string().max(64)).max(20);

/** Adds an account; answers its id. */
export async function addAccount(project: string, environment: string, form: FormData): Promise<Outcome<string>> {
  return attempt(project, environment, async ({ deps, scope }) => {
    const id = uuidv7(deps.clock, deps.random);
    await createAccount(deps, scope, id, readAccountForm(formOf(form)));
    refresh();
    return id;
  });
}

/** Changes what was filled in of an account. */
export async function saveAccount(
  project: string,
  environment: string,
  id: string,
  form: FormData,
): Promise<Outcome<null>> {
  return attempt(project, environment, async ({ deps, scope }) => {
    await updateAccount(deps, scope, idOf(id), readAccountChange(formOf(form)));
    refresh();
    return null;
  });
}

/** Deletes an account; answers what went wrong, if anything did. */
export async function removeAccount(project: string, environment: string, id: string): Promise<string | undefined> {
  return reasonOf(
    attempt(project, environment, async ({ deps, scope }) => {
      await deleteAccount(deps, scope, idOf(id));
      refresh();
    }),
  );
}

/** Sends a test message, and tells what the provider said. */
export async function sendTest(
  project: string,
  environment: string,
  id: string,
  form: FormData,
): Promise<Outcome<TestedView>> {
  return attempt(project, environment, async ({ deps, scope }) => {
    const tested = await testAccount(deps, scope, idOf(id), readTestForm(formOf(form)));
    refresh();
    const { accepted, message, detail, durationMs } = tested;
    return { accepted, message, detail, durationMs };
  });
}

/** Says who is asked for a channel, in order; answers what went wrong, if anything did. */
export async function saveOrder(
  project: string,
  environment: string,
  channel: string,
  entries: string[],
): Promise<string | undefined> {
  return reasonOf(
    attempt(project, environment, async ({ deps, scope }) => {
      const providers = { [argumentOf(AnyChannel, channel)]: argumentOf(Entries, entries) };
      const { version } = await readSettings(deps, scope);
      await updateSettings(deps, scope, { version, settings: { channels: { providers } } });
      refresh();
    }),
  );
}
