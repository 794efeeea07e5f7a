"use server";

import { refresh } from "next/cache";
import { z } from "zod";
import { argumentOf } from "@/app/dashboard/arguments";
import { requireWritableEnvironment } from "@/app/dashboard/scope";
import type { Outcome, SuggestionView } from "@/components/domains/domain-view";
import { isNinepinError } from "@/lib/core/errors";
import { uuidv7 } from "@/lib/core/ids";
import { deleteDomain, requestDomain, shareDomain, suggestDomain, unshareDomain, verifyDomain } from "@/lib/domains";

type Writable = Awaited<ReturnType<typeof requireWritableEnvironment>>;

const Entered = z.string().max(400);

/** Does it for a member who may, and turns what is refused into words for the form. */
async function attempt<T>(
  project: string,
  environment: string,
  work: (writable: Writable) => Promise<T>,
): Promise<Outcome<T>> {
  try {
    return { ok: true, value: await work(await requireWritableEnvironment(project, environment)) };
  } catch (error) {
    if (!isNinepinError(error)) throw error;
    const fields = Object.fromEntries((error.options.fields ?? []).map((field) => [field.path, field.message]));
    return { ok: false, message: error.message, fields };
  }
}

/** The reason alone, where something was refused. */
async function reasonOf(outcome: Promise<Outcome<unknown>>): Promise<string | undefined> {
  const done = await outcome;
  return done.ok ? undefined : done.message;
}

/** Which name to send from, for what was entered. */
export async function suggestName(
  project: string,
  environment: string,
  entered: string,
): Promise<Outcome<SuggestionView>> {
  return attempt(project, environment, ({ deps }) => suggestDomain(deps, argumentOf(Entered, entered)));
}

/** Adds a domain; answers its name. */
export async function addDomain(project: string, environment: string, name: string): Promise<Outcome<string>> {
  return attempt(project, environment, async ({ deps, scope }) => {
    const id = uuidv7(deps.clock, deps.random);
    return (await requestDomain(deps, scope, id, { domain: argumentOf(Entered, name) })).name;
  });
}

/** Looks at DNS now; answers what went wrong, if anything did. */
export async function checkDomainNow(project: string, environment: string, name: string) {
  return reasonOf(
    attempt(project, environment, async ({ deps, scope }) => {
      await verifyDomain(deps, scope, argumentOf(Entered, name));
      refresh();
    }),
  );
}

/** Makes a link to the records, and mails it where an address is given. */
export async function shareRecords(
  project: string,
  environment: string,
  name: string,
  email: string,
): Promise<Outcome<string>> {
  return attempt(project, environment, async ({ deps, scope }) => {
    const { url } = await shareDomain(deps, scope, argumentOf(Entered, name), { email: argumentOf(Entered, email) });
    refresh();
    return url;
  });
}

/** Takes every link back; answers what went wrong, if anything did. */
export async function takeLinksBack(project: string, environment: string, name: string) {
  return reasonOf(
    attempt(project, environment, async ({ deps, scope }) => {
      await unshareDomain(deps, scope, argumentOf(Entered, name));
      refresh();
    }),
  );
}

/** Deletes a domain; answers what went wrong, if anything did. */
export async function removeDomain(project: string, environment: string, name: string) {
  return reasonOf(
    attempt(project, environment, ({ deps, scope }) => deleteDomain(deps, scope, argumentOf(Entered, name))),
  );
}
