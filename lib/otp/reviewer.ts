import type { JudgedChallenge } from "@/db/queries/charge-guess";
import type { Keyring } from "@/lib/core/secrets";
import type { Environment, Reviewer } from "@/lib/ports";
import type { Identifier } from "@/lib/users/identifier";
import { deriveCode } from "./code";

/** The reviewer that an identifier of a live environment stands for, while it is listed. */
export function reviewerOf(environment: Environment, identifier: Identifier, now: Date): Reviewer | undefined {
  return environment.reviewers.find(
    ({ type, value, expiresAt }) => type === identifier.type && value === identifier.value && expiresAt > now,
  );
}

/** The fixed code that meets a reviewer's challenge; undefined once the reviewer was removed or has ended. */
export function reviewerCode(
  keyring: Keyring,
  environment: Environment,
  challenge: JudgedChallenge,
  now: Date,
): string | undefined {
  const identifier = { type: challenge.identifier_type, value: challenge.identifier_value };
  const reviewer = reviewerOf(environment, identifier, now);
  return reviewer && fixedCodeOf(keyring, environment, reviewer);
}

/** The code that is fixed for a reviewer; undefined when its key is not listed any more. */
export function fixedCodeOf(
  keyring: Keyring,
  { id: environmentId, settings }: Environment,
  { id: messageId, type, nonce, keyId }: Pick<Reviewer, "id" | "type" | "nonce" | "keyId">,
): string | undefined {
  const digits = settings.codes.length[type === "email" ? "email" : "sms"];
  return deriveCode(keyring, { environmentId, messageId, nonce, keyId, digits });
}
