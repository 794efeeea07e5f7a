import type { IdentifierJson, UserJson } from "@/db/queries/statement";
import type { UserData } from "./contract";

/** A user as the domain has them, from the database's JSON. They are members of no tenant: that list is empty. */
export function userData(user: UserJson, identifiers: readonly IdentifierJson[]): UserData {
  return {
    ...user,
    identifiers: identifiers.map(({ verified_at, ...identifier }) => ({
      ...identifier,
      // A username is given, not proved.
      verifiedAt: identifier.type === "username" ? null : new Date(verified_at),
    })),
    tenants: [],
  };
}

/** The verified address or number that tokens carry: the user's oldest of that type. */
export function verifiedValue(user: UserData, type: "email" | "phone"): string | null {
  return user.identifiers.find((identifier) => identifier.type === type && identifier.verifiedAt)?.value ?? null;
}
