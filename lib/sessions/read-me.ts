import { fail } from "@/lib/core/errors";
import type { Scope } from "@/lib/ports";
import type { MeData } from "@/lib/users/contract";

/** The signed-in user and their session, as read when the token was checked. */
export function readMe({ actor }: Scope): MeData {
  return actor.type === "user" ? actor.me : fail("invalid_token");
}
