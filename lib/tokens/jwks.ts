import { apiUrlOf } from "@/lib/core/api-url";
import { fail } from "@/lib/core/errors";
import { isUuid } from "@/lib/core/ids";
import type { Deps, PublicJwk } from "@/lib/ports";
import { issuerOf } from "./access-token";
import { signingKeysOf } from "./signing-keys";

type JwksDeps = Pick<Deps, "env" | "caches" | "db" | "clock" | "keyring">;

/** An environment's public keys (RFC 7517), those of tokens that may still be alive included. 404 for an unknown one. */
export async function jwksOf(deps: JwksDeps, environmentId: string): Promise<{ keys: PublicJwk[] }> {
  if (!isUuid(environmentId)) return fail("not_found");
  const keys = await signingKeysOf(deps, environmentId);
  if (keys.length === 0) return fail("not_found");
  return { keys: keys.flatMap((key) => key.publicJwk ?? []) };
}

/** Where an environment's tokens can be checked (RFC 8414, under OpenID Connect's name). 404 for an unknown one. */
export async function metadataOf(
  deps: JwksDeps,
  environmentId: string,
): Promise<{ issuer: string; jwksUri: string; introspectionEndpoint: string; algorithms: string[] }> {
  if (!isUuid(environmentId)) return fail("not_found");
  const keys = await signingKeysOf(deps, environmentId);
  if (keys.length === 0) return fail("not_found");
  const issuer = issuerOf(deps.env, environmentId);
  return {
    issuer,
    jwksUri: `${issuer}/.well-known/jwks.json`,
    introspectionEndpoint: `${apiUrlOf(deps.env)}/api/auth/introspect`,
    algorithms: [...new Set(keys.map((key) => key.algorithm))],
  };
}
