import type { PersonalMode } from "@/lib/core/env-personal";
import { fail } from "@/lib/core/errors";
import { installationEnvironment } from "@/lib/environments";
import type { Client, Deps, Environment, Scope } from "@/lib/ports";

/** How personal mode is set up. `not_found` where it is off. */
export function personalMode({ env }: Pick<Deps, "env">): PersonalMode {
  return env.personal ?? fail("not_found");
}

/** What signs the tokens of personal mode. `not_found` where it is off. */
export function personalSecret(deps: Pick<Deps, "env">): Uint8Array {
  const { jwtSecret } = personalMode(deps);
  if (jwtSecret === null) throw new Error("The secret of personal mode was neither configured nor generated");
  return new TextEncoder().encode(jwtSecret);
}

/**
 * The one live environment of personal mode: Ninepin's own, whose codes by Discord live as long as is configured. There a
 * username stands for itself. `not_found` where personal mode is off.
 */
export async function personalScope(deps: Deps, client: Client): Promise<Scope & { environment: Environment }> {
  const { codeSeconds } = personalMode(deps);
  const environment = await installationEnvironment(deps);
  const { settings } = environment;
  const { codes, channels } = settings;
  return {
    environment: {
      ...environment,
      // Nobody pays for these by number: a month's quota would be one more thing for strangers to use up.
      quota: { daily: null, monthly: null },
      settings: {
        ...settings,
        codes: { ...codes, lifetime_seconds: { ...codes.lifetime_seconds, discord: codeSeconds } },
        channels: { ...channels, enabled: ["discord"] },
      },
    },
    actor: { type: "system" },
    client,
  };
}
