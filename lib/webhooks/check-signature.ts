import { readEndpointRow, type WebhookEndpointRow } from "@/db/queries/webhook-endpoints";
import { sameBytes } from "@/lib/core/secrets";
import type { Deps, Scope } from "@/lib/ports";
import type { WholeDelivery } from "./delivery-contract";
import type { CheckedSignature } from "./echo-contract";
import { openSecret, sign, webhookSecretPlace } from "./signature";

type Signed = { headers: Readonly<Record<string, string>>; body: string };

/**
 * What a handler signs of a request, and which of the signatures that came with it is one of these secrets'. None that
 * was not sent is told: it would be one that the endpoint's real receiver believes.
 */
export function checkSignature({ headers, body }: Signed, secrets: readonly string[]): CheckedSignature {
  const signatures = (headers["webhook-signature"] ?? "").split(" ").filter((each) => each !== "");
  const content = `${headers["webhook-id"] ?? ""}.${headers["webhook-timestamp"] ?? ""}.${body}`;
  const expected = secrets.map((secret) => sign(secret, content));
  const match = expected.find((each) => signatures.some((signature) => sameBytes(signature, each)));
  return { content, expected: match ?? null, matches: match !== undefined };
}

/** The secrets that these endpoints of an environment sign with, those of a rotation under way among them. */
export function secretsOf(
  keyring: Deps["keyring"],
  environmentId: string,
  endpoints: readonly WebhookEndpointRow[],
): string[] {
  return endpoints.flatMap((row) => {
    const place = webhookSecretPlace(environmentId, row.id);
    const sealed = [row.secretEncrypted, row.previousSecretEncrypted];
    return sealed.flatMap((each) => (each === null ? [] : [openSecret(keyring, each, place)]));
  });
}

/** The signature of each attempt of a delivery, made again with the endpoint's secrets as they are now. */
export async function checkDelivery(
  deps: Pick<Deps, "db" | "keyring">,
  { environment }: Pick<Scope, "environment">,
  delivery: WholeDelivery,
): Promise<CheckedSignature[]> {
  const row = await readEndpointRow(deps.db.orm, environment.id, delivery.endpointId);
  const secrets = secretsOf(deps.keyring, environment.id, row === null ? [] : [row]);
  const body = delivery.requestBody;
  return delivery.tried.map(({ requestHeaders: headers }) => checkSignature({ headers, body }, secrets));
}
