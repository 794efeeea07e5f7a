import { readText, type Values } from "./setting-text";

/** What a token of the environment says that no setting changes. */
export type TokenFacts = {
  issuer: string;
  environmentId: string;
  environment: "test" | "live";
  /** How long access tokens last where the setting is left to the installation. */
  defaultLifetimeSeconds: number;
  /** The key that signs by each algorithm now. */
  keyIds: Readonly<Record<string, string | undefined>>;
};

/** A sample's times are those of one moment, so that only what is typed changes it. */
const ISSUED_AT = 1_790_000_000;

/**
 * An access token with the settings as they are typed, decoded. Null while one of them cannot be read. Custom claims stand
 * first and never in the place of one that says who the user is.
 */
export function sampleToken(
  values: Values,
  facts: TokenFacts,
): { header: Record<string, unknown>; payload: Record<string, unknown> } | null {
  const lifetime = readText("tokens.access_lifetime_seconds", values["tokens.access_lifetime_seconds"] ?? "");
  const claims = readText("tokens.custom_claims", values["tokens.custom_claims"] ?? "");
  if (!lifetime.ok || !claims.ok || typeof claims.value !== "object") return null;
  const seconds = typeof lifetime.value === "number" ? lifetime.value : facts.defaultLifetimeSeconds;
  const algorithm = values["tokens.algorithm"] ?? "ES256";
  return {
    header: { alg: algorithm, typ: "at+jwt", kid: facts.keyIds[algorithm] ?? "made with the first token" },
    payload: {
      ...claims.value,
      iss: facts.issuer,
      sub: "0199f3c2-5a1e-7000-8000-000000000001",
      aud: (values["tokens.audience"] ?? "").trim() || facts.environmentId,
      client_id: facts.environmentId,
      exp: ISSUED_AT + seconds,
      iat: ISSUED_AT,
      jti: "0199f3c2-5a1e-7000-8000-000000000002",
      sid: "0199f3c2-5a1e-7000-8000-000000000003",
      amr: ["otp", "email"],
      auth_time: ISSUED_AT,
      email: "ada@example.com",
      email_verified: true,
      role: "user",
      tenants: [],
      np_env: facts.environment,
    },
  };
}
