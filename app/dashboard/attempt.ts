import type { Outcome } from "@/components/ui/outcome";
import { isNinepinError } from "@/lib/core/errors";
import { requireWritableEnvironment } from "./scope";

export type Writable = Awaited<ReturnType<typeof requireWritableEnvironment>>;

/** Does it for a member who may, and turns what is refused into words for the form. */
export async function attempt<T>(
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
export async function reasonOf(outcome: Promise<Outcome<unknown>>): Promise<string | undefined> {
  const done = await outcome;
  return done.ok ? undefined : done.message;
}
