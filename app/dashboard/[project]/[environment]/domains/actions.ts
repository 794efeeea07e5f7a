"use server";

import { refresh } from "next/cache";
import { z } from "zod";
import { argumentOf } from "@/app/dashboard/arguments";
import { attempt, reasonOf } from "@/app/dashboard/attempt";
import type { SuggestionView } from "@/components/domains/domain-view";
import type { Outcome } from "@/components/ui/outcome";
import { uuidv7 } from "@/lib/core/ids";
import { deleteDomain, requestDomain, shareDomain, suggestDomain, unshareDomain, verifyDomain } from "@/lib/domains";

const Entered = z.string().max(400);

/** Which name to send from, for what was entered. */
export async function suggestName(
  project: string,
  environment: string,
  entered: string,
): Promise<Outcome<SuggestionView>> {
  return attempt(project, environment, ({ deps, scope }) => suggestDomain(deps, scope, argumentOf(Entered, entered)));
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
