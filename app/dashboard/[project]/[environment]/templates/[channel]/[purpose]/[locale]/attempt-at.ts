import { argumentOf } from "@/app/dashboard/arguments";
import { attempt, type Writable } from "@/app/dashboard/attempt";
import type { Outcome } from "@/components/ui/outcome";
import { TemplateParams, type TemplatePlace } from "@/lib/templates/contract";

/** A member who may write, an environment of theirs, and which template of it. */
export type AtTemplate = Writable & { place: TemplatePlace };

/** As everywhere, with the template's place; what is wrong with a field is the sentence that the editor shows. */
export async function attemptAt<T>(
  project: string,
  environment: string,
  place: unknown,
  work: (writable: AtTemplate) => Promise<T>,
): Promise<Outcome<T>> {
  const outcome = await attempt(project, environment, (writable) =>
    work({ ...writable, place: argumentOf(TemplateParams, place) }),
  );
  if (outcome.ok) return outcome;
  return { ...outcome, message: Object.values(outcome.fields)[0] ?? outcome.message };
}
