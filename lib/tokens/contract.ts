import { z } from "zod";
import { optionalTimestamp, Timestamp, timestamp } from "@/lib/core/wire";
import { SIGNING_ALGORITHMS } from "@/lib/settings";

/** A JSON Web Key Set (RFC 7517) of public signing keys: never `d`, never a symmetric key. */
export const JwksReply = z.object({
  keys: z.array(
    z.object({
      kty: z.enum(["EC", "OKP", "RSA"]),
      use: z.literal("sig"),
      alg: z.string(),
      kid: z.string(),
      crv: z.string().optional(),
      x: z.string().optional(),
      y: z.string().optional(),
      n: z.string().optional(),
      e: z.string().optional(),
    }),
  ),
});

/** What a client needs to check tokens offline: RFC 8414 under the name that OpenID Connect libraries look for. */
export const MetadataReply = z.object({
  issuer: z.url(),
  jwks_uri: z.url(),
  introspection_endpoint: z.url(),
  response_types_supported: z.array(z.string()),
  subject_types_supported: z.array(z.string()),
  id_token_signing_alg_values_supported: z.array(z.string()),
});

/** An environment's metadata on the wire. No authorization endpoint: there are no redirects here. */
export function presentMetadata(metadata: {
  issuer: string;
  jwksUri: string;
  introspectionEndpoint: string;
  algorithms: readonly string[];
}): z.input<typeof MetadataReply> {
  return {
    issuer: metadata.issuer,
    jwks_uri: metadata.jwksUri,
    introspection_endpoint: metadata.introspectionEndpoint,
    response_types_supported: ["none"],
    subject_types_supported: ["public"],
    id_token_signing_alg_values_supported: [...metadata.algorithms],
  };
}

const SigningKeyReply = z
  .object({
    kid: z.string(),
    algorithm: z.enum(SIGNING_ALGORITHMS),
    state: z.enum(["upcoming", "current", "retired"]),
    created_at: Timestamp,
    signs_from: Timestamp,
    retired_at: Timestamp.nullable(),
  })
  .meta({ id: "SigningKey" });

/** The signing keys whose tokens may still be alive, newest first. */
export const SigningKeysReply = z.object({ data: z.array(SigningKeyReply) });

/** Makes a new signing key. */
export const RotateSigningKeyBody = z
  .strictObject({
    algorithm: z.enum(SIGNING_ALGORITHMS).optional().meta({ description: "The environment's, unless said." }),
    at_once: z
      .boolean()
      .optional()
      .meta({ description: "Sign with it now, not when every reader of the JWKS can have seen it." }),
  })
  .transform((body) => ({ algorithm: body.algorithm, atOnce: body.at_once ?? false }));

/** A new signing key. `secret`, of HS256 alone, appears nowhere else: its holder can make tokens. */
export const RotatedSigningKeyReply = SigningKeyReply.extend({
  secret: z.string().optional().meta({ description: "HS256 only: 32 bytes, base64url." }),
}).meta({ id: "RotatedSigningKey" });

type PresentableSigningKey = {
  kid: string;
  algorithm: z.output<typeof SigningKeyReply>["algorithm"];
  state: "upcoming" | "current" | "retired";
  createdAt: Date;
  signsFrom: Date;
  retiredAt: Date | null;
};

/** A signing key on the wire. */
export function presentSigningKey(key: PresentableSigningKey): z.input<typeof SigningKeyReply> {
  return {
    kid: key.kid,
    algorithm: key.algorithm,
    state: key.state,
    created_at: timestamp(key.createdAt),
    signs_from: timestamp(key.signsFrom),
    retired_at: optionalTimestamp(key.retiredAt),
  };
}

/** A signing key just made, with the secret of HS256. */
export function presentRotatedSigningKey(made: {
  key: PresentableSigningKey;
  secret: Buffer | null;
}): z.input<typeof RotatedSigningKeyReply> {
  return { ...presentSigningKey(made.key), ...(made.secret && { secret: made.secret.toString("base64url") }) };
}
