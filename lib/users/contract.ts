import { z } from "zod";
import { fail } from "@/lib/core/errors";
import { DisplayName, Locale, Metadata, Timestamp, timestamp, Uuid } from "@/lib/core/wire";

const USER_ROLES = ["user", "admin", "super"] as const;
export type UserRole = (typeof USER_ROLES)[number];

/** What an endpoint takes as an identifier today. Usernames come with the feature that reads them. */
export type IdentifierType = "email" | "phone";

/** An identifier as it was typed; `canonicalEmail` and `canonicalPhone` make it one of ours or refuse it. */
export type TypedIdentifier = { type: IdentifierType; value: string };

/** The wire's fields of an identifier. An empty string counts as not sent. */
export const identifierFields = {
  email: z
    .string()
    .optional()
    .meta({ description: "An email address.", examples: ["ada@example.com"] }),
  phone: z
    .string()
    .optional()
    .meta({ description: "A phone number, best in E.164.", examples: ["+14155550123"] }),
} as const;

type IdentifierFields = { email?: string | undefined; phone?: string | undefined };

/**
 * Reads the one identifier of a body. Null when there is none.
 * Adds an issue to `context` (400 `invalid_request`) when there are two.
 */
export function readIdentifier(fields: IdentifierFields, context: z.RefinementCtx): TypedIdentifier | null {
  if (fields.email && fields.phone) {
    context.addIssue({ code: "custom", path: ["phone"], message: "Send email or phone, not both" });
    return null;
  }
  if (fields.email) return { type: "email", value: fields.email };
  if (fields.phone) return { type: "phone", value: fields.phone };
  return null;
}

/**
 * Refuses a body that lacks what says who it is about (400 `identifier_required`), naming what is missing as fits what
 * was sent: `email required`, `phone and otp required`, `otp required`.
 */
export function refuseMissing(missing: { identifier?: IdentifierType | undefined; otp?: boolean }): never {
  const names = [missing.identifier, missing.otp ? "otp" : undefined].filter((name) => name !== undefined);
  return fail("identifier_required", { detail: `${names.join(" and ")} required` });
}

const Tenant = z.object({ id: z.uuid(), name: z.string(), role: z.string() });

const Identifier = z.object({
  id: z.uuid(),
  type: z.enum(["email", "phone", "username"]),
  value: z.string(),
  verified_at: Timestamp.nullable(),
});

/** A user as the API shows them to themselves and to their customer. */
export const UserReply = z
  .object({
    id: z.uuid(),
    name: z.string().nullable(),
    locale: z.string().nullable(),
    role: z.enum(USER_ROLES),
    metadata: z.record(z.string(), z.unknown()),
    identifiers: z.array(Identifier),
    tenants: z.array(Tenant),
  })
  .meta({ id: "User" });

export type UserData = {
  id: string;
  name: string | null;
  locale: string | null;
  role: UserRole;
  metadata: Metadata;
  identifiers: readonly { id: string; type: "email" | "phone" | "username"; value: string; verifiedAt: Date | null }[];
  tenants: readonly { id: string; name: string; role: string }[];
};

/** A user on the wire. */
export function presentUser(user: UserData): z.input<typeof UserReply> {
  return {
    id: user.id,
    name: user.name,
    locale: user.locale,
    role: user.role,
    metadata: user.metadata,
    identifiers: user.identifiers.map((identifier) => ({
      id: identifier.id,
      type: identifier.type,
      value: identifier.value,
      verified_at: identifier.verifiedAt === null ? null : timestamp(identifier.verifiedAt),
    })),
    tenants: user.tenants.map((tenant) => ({ id: tenant.id, name: tenant.name, role: tenant.role })),
  };
}

/** GET and PATCH of `me`, and a verified identifier: the user and the session that asks. */
export const MeReply = z.object({
  user: UserReply,
  session: z.object({ id: z.uuid(), created_at: Timestamp, amr: z.array(z.string()) }),
});

export type MeData = { user: UserData; session: { id: string; createdAt: Date; amr: readonly string[] } };

/** A user and their session on the wire. */
export function presentMe(me: MeData): z.input<typeof MeReply> {
  return {
    user: presentUser(me.user),
    session: { id: me.session.id, created_at: timestamp(me.session.createdAt), amr: [...me.session.amr] },
  };
}

/** What a user may change of themselves. A field left out stays; null clears; metadata is replaced as a whole. */
export const UpdateMeBody = z.strictObject({
  name: DisplayName.nullable().optional(),
  locale: Locale.nullable().optional(),
  metadata: Metadata.optional(),
});

export type UpdateMeInput = z.output<typeof UpdateMeBody>;

/** Starts to prove another email or phone of the signed-in user: a code of purpose `identifier`. */
export const AddIdentifierBody = z
  .strictObject({ ...identifierFields, locale: Locale.optional() })
  .transform((body, context) => {
    const identifier = readIdentifier(body, context);
    if (context.issues.length > 0) return z.NEVER;
    if (identifier === null) return refuseMissing({ identifier: body.phone === undefined ? "email" : "phone" });
    return { identifier, locale: body.locale };
  });

export type AddIdentifierInput = z.output<typeof AddIdentifierBody>;

/** Proves it with the code. */
export const VerifyIdentifierBody = z
  .strictObject({ challenge_id: Uuid, otp: z.string().max(64).optional() })
  .transform((body) => {
    if (!body.otp) return refuseMissing({ otp: true });
    return { challengeId: body.challenge_id, otp: body.otp };
  });

export type VerifyIdentifierInput = z.output<typeof VerifyIdentifierBody>;
