import { countMet } from "@/db/queries/sms-guards";
import type { Deps, Environment } from "@/lib/ports";
import { prefixesOf } from "./prefixes";
import { isPaidChannel } from "./prices";

/** Counts, after the answer, that a code sent to a phone was entered: its number's range is one that people use. */
export function noteMet(
  deps: Pick<Deps, "db" | "defer">,
  environment: Pick<Environment, "id" | "kind">,
  challenge: { channel: string; identifier_value: string },
): void {
  if (environment.kind === "test" || !isPaidChannel(challenge.channel)) return;
  const prefixes = prefixesOf(challenge.identifier_value).map(({ prefix }) => prefix);
  deps.defer(() => countMet(deps.db, environment.id, prefixes));
}
