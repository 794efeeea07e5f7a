import { fail } from "@/lib/core/errors";
import type { Scope } from "@/lib/ports";

/** The key that acts, for statements that look at it afresh; null where none is involved. */
export function keyIdOf({ actor }: Scope): string | null {
  return actor.type === "key" || actor.type === "user" ? actor.keyId : null;
}

/** Who acts, as records name them: `key:<id>`, `user:<id>`, `member:<id>`, `operator`, `system`. */
export function actorName({ actor }: Pick<Scope, "actor">): string {
  if (actor.type === "key") return `key:${actor.keyId}`;
  if (actor.type === "user") return `user:${actor.userId}`;
  if (actor.type === "member") return `member:${actor.memberId}`;
  return actor.type;
}

/**
 * Whether whoever acts may see users' whole addresses and numbers: of members the owners and admins; what a key or the
 * operator is let do is said elsewhere.
 */
export function seesAddresses({ actor }: Pick<Scope, "actor">): boolean {
  return actor.type !== "member" || actor.role === "owner" || actor.role === "admin";
}

/** Refuses a change by a member who may only look: 403 `forbidden`. */
export function refuseViewers({ actor }: Pick<Scope, "actor">): void {
  if (actor.type === "member" && actor.role === "viewer") fail("forbidden");
}
