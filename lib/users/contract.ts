import { z } from "zod";
import { fail } from "@/lib/core/errors";
import {
  DisplayName,
  environmentField,
  Locale,
  Metadata,
  optionalTimestamp,
  pageFields,
  pageOf,
  Timestamp,
  timestamp,
  Uuid,
} from "@/lib/core/wire";

const USER_ROLES = ["user", "admin", "super"] as const;
export type UserRole = (typeof USER_ROLES)[number];

const IDENTIFIER_TYPES = ["email", "phone", "username"] as const;
type IdentifierType = (typeof IDENTIFIER_TYPES)[number];

/** An identifier as it was typed; `canonicalIdentifier` makes it one of ours or refuses it. */
type TypedIdentifier<Type extends IdentifierType> = { type: Type; value: string };

/** The wire's fields of an identifier that a code can be sent to. An empty string counts as not sent. */
const contactFields = {
  email: z
    .string()
    .optional()
    .meta({ description: "An email address.", examples: ["ada@example.com"] }),
  phone: z
    .string()
    .optional()
    .meta({ description: "A phone number, best in E.164.", examples: ["+14155550123"] }),
} as const;

/** The wire's fields of an identifier. */
export const identifierFields = {
  ...contactFields,
  username: z
    .string()
    .optional()
    .meta({ description: "A username: the code goes to the user's own address or number.", examples: ["ada"] }),
} as const;

type FieldsOf<Type extends IdentifierType> = { readonly [Name in Type]?: string | undefined };

/**
 * Reads the one identifier of a body, of the types that it may have. Null when there is none.
 * Adds an issue to `context` (400 `invalid_request`) when there are two.
 */
export function readIdentifier<Type extends IdentifierType>(
  fields: FieldsOf<Type>,
  types: readonly Type[],
  context: z.RefinementCtx,
): TypedIdentifier<Type> | null {
  const sent = types.flatMap((type) => {
    const value = fields[type];
    return value ? [{ type, value }] : [];
  });
  const [first, second] = sent;
  if (second) {
    const message = `Send only one of ${types.join(", ")}`;
    context.addIssue({ code: "custom", path: [second.type], message });
    return null;
  }
  return first ?? null;
}

/** Which identifier a body without one meant to send: the first of its fields that is there, though empty. */
export function missingIdentifier<Type extends IdentifierType>(
  fields: FieldsOf<Type>,
  types: readonly Type[],
): Type | undefined {
  return types.find((type) => fields[type] !== undefined);
}

/** Every type of identifier, in the order in which errors name them. */
export const ALL_IDENTIFIERS: readonly IdentifierType[] = IDENTIFIER_TYPES;
const CONTACTS = ["email", "phone"] as const;

/**
 * Refuses a body that lacks what says who it is about (400 `identifier_required`), naming what it takes as fits what was
 * sent: `email required`, `phone and otp required` (also of a phone without its code), `otp required` of a challenge.
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
      verified_at: optionalTimestamp(identifier.verifiedAt),
    })),
    tenants: user.tenants.map((tenant) => ({ id: tenant.id, name: tenant.name, role: tenant.role })),
  };
}

/** A user as their customer sees them. */
export const UserRecordReply = UserReply.extend({
  created_at: Timestamp,
  blocked_at: Timestamp.nullable(),
}).meta({ id: "UserRecord" });

export type UserRecord = UserData & { createdAt: Date; blockedAt: Date | null };

/** A user on the wire, for their customer. */
export function presentUserRecord({ createdAt, blockedAt, ...user }: UserRecord): z.input<typeof UserRecordReply> {
  return {
    ...presentUser(user),
    created_at: timestamp(createdAt),
    blocked_at: optionalTimestamp(blockedAt),
  };
}

/** Users, newest first. */
export const UsersReply = z.object({ data: z.array(UserRecordReply), next_cursor: z.string().nullable() });

/** A list of users on the wire. */
export function presentUsers(list: {
  data: readonly UserRecord[];
  nextCursor: string | null;
}): z.input<typeof UsersReply> {
  return { data: list.data.map(presentUserRecord), next_cursor: list.nextCursor };
}

/** Which users. */
export const UsersQuery = z
  .strictObject({
    ...pageFields,
    environment_id: environmentField,
    search: z
      .string()
      .min(1)
      .max(254)
      .optional()
      .meta({ description: "An email address, a phone number or a username: whoever has exactly this one." }),
  })
  .transform((query) => ({
    ...pageOf(query),
    environmentId: query.environment_id ?? null,
    search: query.search ?? null,
  }));

/** A path that names a user. */
export const UserParams = z.object({ user: Uuid });

/** What a customer changes of a user. A field left out stays; null clears; metadata is replaced as a whole. */
export const UpdateUserBody = z.strictObject({
  username: z
    .string()
    .min(1)
    .max(64)
    .nullable()
    .optional()
    .meta({ description: "What the user can ask for a code by, in place of an address or number." }),
  name: DisplayName.nullable().optional(),
  locale: Locale.nullable().optional(),
  metadata: Metadata.optional(),
});

export type UpdateUserInput = z.output<typeof UpdateUserBody>;

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
  .strictObject({ ...contactFields, locale: Locale.optional() })
  .transform((body, context) => {
    const identifier = readIdentifier(body, CONTACTS, context);
    if (context.issues.length > 0) return z.NEVER;
    if (identifier === null) return refuseMissing({ identifier: missingIdentifier(body, CONTACTS) ?? "email" });
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
