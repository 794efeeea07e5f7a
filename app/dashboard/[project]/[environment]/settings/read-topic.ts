import { requireEnvironment } from "@/app/dashboard/scope";
import type { Topic } from "@/components/settings/setting-names";
import { readSettings } from "@/lib/configuration";
import { systemSettings } from "@/lib/settings";
import { boundsInWords, valuesOf } from "./settings-form-data";

/** What every page with a form of settings begins with. */
export async function readTopic(topic: Topic, project: string, environment: string) {
  const found = await requireEnvironment(project, environment);
  const { deps, member, scope } = found;
  const [{ version, settings }, { bounds }] = await Promise.all([readSettings(deps, scope), systemSettings(deps)]);
  const { kind } = scope.environment;
  return {
    ...found,
    settings,
    form: {
      version,
      values: valuesOf(topic, settings),
      bounds: boundsInWords(kind, bounds),
      allowed: member.role !== "viewer" && !member.customer.suspended,
    },
  };
}
