import { z } from "zod";
import { DisplayName, environmentField, pageFields, pageOf, Uuid } from "@/lib/core/wire";
import { KEY_TYPES, type KeyType } from "@/lib/keys/contract";
import { refuseMissing } from "@/lib/users/contract";

/** Starts a sign-up. The answer is the same whoever asks. */
export const SignUpBody = z
  .strictObject({ email: z.string().optional(), company: DisplayName.optional(), name: DisplayName.optional() })
  .transform((body) => {
    if (!body.email) return refuseMissing({ identifier: "email" });
    return { email: body.email, company: body.company, name: body.name };
  });

export type SignUpInput = z.output<typeof SignUpBody>;

export const SignUpReply = z.object({ status: z.literal("ok") });

/** The one answer to every sign-up: it says nothing of whether the address is known, suppressed or a member's. */
export function presentStartedSignUp(): z.input<typeof SignUpReply> {
  return { status: "ok" };
}

/** Ends a sign-up with the code that was mailed. */
export const VerifySignUpBody = z
  .strictObject({ email: z.string().optional(), otp: z.string().max(64).optional() })
  .transform((body) => {
    const { email, otp } = body;
    return email && otp ? { email, otp } : refuseMissing({ identifier: "email", otp: !otp });
  });

export type VerifySignUpInput = z.output<typeof VerifySignUpBody>;

export const ENVIRONMENT_KINDS = ["test", "live"] as const;
export type EnvironmentKind = (typeof ENVIRONMENT_KINDS)[number];

/** The new customer, their first project and its four keys, whose secrets are shown this once. */
export const VerifySignUpReply = z.object({
  customer: z.object({ id: z.uuid(), name: z.string() }),
  project: z.object({ id: z.uuid(), slug: z.string(), name: z.string() }),
  api_keys: z.array(
    z.object({
      environment: z.enum(ENVIRONMENT_KINDS),
      environment_id: z.uuid(),
      type: z.enum(KEY_TYPES),
      key: z.string(),
    }),
  ),
});

export type SignedUp = {
  customer: { id: string; name: string };
  project: { id: string; slug: string; name: string };
  /** Empty for an address that is a member already. */
  apiKeys: readonly { environment: EnvironmentKind; environmentId: string; type: KeyType; key: string }[];
};

/** A verified sign-up on the wire: 201 with keys, 200 without for someone who was a member before. */
export function presentSignedUp(signedUp: SignedUp): { status: 200 | 201; body: z.input<typeof VerifySignUpReply> } {
  return {
    status: signedUp.apiKeys.length === 0 ? 200 : 201,
    body: {
      customer: { id: signedUp.customer.id, name: signedUp.customer.name },
      project: { id: signedUp.project.id, slug: signedUp.project.slug, name: signedUp.project.name },
      api_keys: signedUp.apiKeys.map((key) => ({
        environment: key.environment,
        environment_id: key.environmentId,
        type: key.type,
        key: key.key,
      })),
    },
  };
}

/** A registration that was asked for again, without its keys; null where there is none. */
export function presentRegistered(known: SignedUp | null): z.input<typeof VerifySignUpReply> | null {
  return known && presentSignedUp(known).body;
}

/** Whose: a customer's id, or `me` for the customer of the key that asks. */
const Customer = z.union([z.literal("me"), Uuid]);

/** A path under a customer. */
export const CustomerParams = z.object({ customer: Customer });

/** A path to one key of a customer. */
export const CustomerKeyParams = z.object({ customer: Customer, key: Uuid });

/** The operator names the environment; a secret key has one. */
export const EnvironmentQuery = z
  .strictObject({ environment_id: environmentField })
  .transform((query) => ({ environmentId: query.environment_id ?? null }));

/** The same for a list. */
export const CustomerPageQuery = z
  .strictObject({ ...pageFields, environment_id: environmentField })
  .transform((query) => ({ ...pageOf(query), environmentId: query.environment_id ?? null }));
