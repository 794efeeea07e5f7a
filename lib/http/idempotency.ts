import { fail } from "@/lib/core/errors";
import { installationEnvironment } from "@/lib/environments";
import { actorName } from "@/lib/environments/acting";
import { doOnce } from "@/lib/idempotency";
import { networkOf } from "@/lib/limits";
import type { Actor, Client, Deps, Environment } from "@/lib/ports";

const HEADER = "Idempotency-Key";
/** Printable ASCII, as in a UUID or a structured string (draft-ietf-httpapi-idempotency-key-header, 2.1). */
const KEY = /^[\x20-\x7e]{1,255}$/;

/**
 * The key under which a request is to be done once; null without one. 400 `invalid_request` for one that is no key, and
 * for one that is sent where none is kept: whoever sends it would trust a retry to do nothing twice.
 */
export function readIdempotencyKey(headers: Headers, isTaken: boolean): string | null {
  const key = headers.get(HEADER);
  if (key === null) return null;
  if (!isTaken) return refuse("Is not taken here");
  return KEY.test(key) ? key : refuse("Must be 1 to 255 printable ASCII characters");
}

function refuse(message: string): never {
  return fail("invalid_request", { detail: `${HEADER}: ${message}`, fields: [{ path: HEADER, message }] });
}

/** A request that has passed all checks, and what it is done and answered again by. */
type Checked = {
  deps: Deps;
  client: Client;
  scope: { environment: Environment | null; actor: Actor } | null;
  method: string;
  path: string;
  search: string;
  /** The body as it was read, before its contract. */
  sent: unknown;
  run(resultId: string): Promise<unknown>;
  replay(resultId: string, completed: boolean): Promise<unknown>;
};

/**
 * Does a request once under its key, within the environment (the operator's: the installation's), for whoever asks, at
 * that address; for publishable keys, which everybody has, within the client's network too.
 */
export async function performOnce(key: string, checked: Checked): Promise<{ result: unknown; replayed: boolean }> {
  const { deps, client, scope, method, path } = checked;
  if (scope === null) return refuse("Is not taken without a credential");
  const { actor } = scope;
  const environment = scope.environment ?? (await installationEnvironment(deps));
  const network = actor.type === "key" && actor.keyType === "publishable" ? networkOf(client.ip) : "";
  const asked = {
    environmentId: environment.id,
    request: [actorName({ actor }), network, method, path, key].join("\n"),
    said: `${checked.search}\n${JSON.stringify(checked.sent ?? null)}`,
  };
  return doOnce(deps, asked, checked);
}
