import { z } from "zod";
import type { Orm } from "@/db/client";
import { readEnvironment } from "@/db/queries/environments";
import { lockForTransaction } from "@/db/queries/lock";
import { siblingEnvironments } from "@/db/queries/projects";
import { readSettingsRow } from "@/db/queries/settings";
import { type Features, PLANS } from "@/lib/billing";
import { type FieldError, fail } from "@/lib/core/errors";
import { whyNotListed } from "@/lib/core/web-origin";
import type { Environment } from "@/lib/ports";
import {
  boundNameOf,
  boundsOf,
  completeSettings,
  type NarrowedBounds,
  type SettingChange,
  type Settings,
} from "@/lib/settings";

/**
 * Refuses settings that are right in themselves and wrong here: 400 `invalid_request` for a number beyond the operator's
 * bounds (in live) and for an origin that may not be listed, 403 `forbidden` for what the plan does not have.
 */
export function checkSettings(
  environment: Pick<Environment, "kind" | "features" | "plan">,
  { changes, after }: { changes: readonly SettingChange[]; after: Settings },
  bounds: NarrowedBounds,
): void {
  const fields = [
    ...(environment.kind === "live" ? changes.flatMap((change) => beyondBounds(change, bounds)) : []),
    ...after.cors.origins.flatMap((origin, index) => {
      const message = whyNotListed(origin, environment.kind);
      return message === null ? [] : [{ path: `settings.cors.origins.${index}`, message }];
    }),
  ];
  if (fields.length > 0) fail("invalid_request", { fields });
  checkPlan(environment, changes, after);
}

const AnId = z.guid();

/**
 * Refuses an audience that tokens of another environment have: 400 `invalid_request` for another environment's id, and for
 * what the project's other one has. Within a transaction nobody else changes an audience of the project until it ends.
 */
export async function checkAudience(
  orm: Orm,
  { id, projectId }: Pick<Environment, "id" | "projectId">,
  { changes, after }: { changes: readonly SettingChange[]; after: Settings },
): Promise<void> {
  if (!changes.some(({ path }) => path === "tokens.audience")) return;
  await lockForTransaction(orm, `audience/${projectId}`);
  const audience = after.tokens.audience ?? id;
  const refused = (message: string) =>
    fail("invalid_request", { fields: [{ path: "settings.tokens.audience", message }] });
  if (audience !== id && AnId.safeParse(audience).success && (await readEnvironment(orm, audience.toLowerCase()))) {
    refused("This is the id of an environment, and its tokens' audience");
  }
  for (const sibling of await siblingEnvironments(orm, projectId, id)) {
    const row = await readSettingsRow(orm, sibling);
    const theirs = completeSettings("test", row?.settings).tokens.audience ?? sibling;
    if (theirs === audience)
      refused("The project's other environment has this audience: tokens of one would pass in both");
  }
}

function beyondBounds({ path, after }: SettingChange, bounds: NarrowedBounds): FieldError[] {
  const name = boundNameOf(path);
  if (name === null || typeof after !== "number") return [];
  const { min, max } = boundsOf(name, bounds);
  if (after >= min && after <= max) return [];
  return [{ path: `settings.${path}`, message: `This installation allows ${min} to ${max}` }];
}

const DAYS = [
  { path: "retention.audit_days", feature: "audit_days", what: "Keeping the audit log" },
  { path: "retention.request_log_days", feature: "request_log_days", what: "Keeping the request log" },
] as const;

function checkPlan(
  { features, plan }: Pick<Environment, "features" | "plan">,
  changes: readonly SettingChange[],
  after: Settings,
): void {
  const changed = new Set(changes.map(({ path }) => path));
  for (const { path, feature, what } of DAYS) {
    const days = after.retention[feature];
    if (!changed.has(path) || days <= features[feature]) continue;
    refuse(`${what} for ${days} days`, plan, (other) => other[feature] >= days);
  }
  const claims = Object.keys(after.tokens.custom_claims).length;
  if (changed.has("tokens.custom_claims") && claims > 0 && !features.custom_claims) {
    refuse("Claims of your own", plan, (other) => other.custom_claims);
  }
}

function refuse(what: string, plan: Environment["plan"], has: (features: Features) => boolean): never {
  const first = Object.values(PLANS).find(({ features }) => has(features));
  const other = first ? `the plan ${first.title} has it` : "no plan has it";
  return fail("forbidden", { detail: `${what} is not in the plan ${PLANS[plan].title}: ${other}` });
}
