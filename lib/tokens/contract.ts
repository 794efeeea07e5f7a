import { z } from "zod";

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
