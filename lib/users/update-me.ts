import { updateUser } from "@/db/queries/users";
import { fail } from "@/lib/core/errors";
import { contextOf } from "@/lib/outbox";
import type { Deps, Scope } from "@/lib/ports";
import type { MeData, UpdateMeInput } from "./contract";
import { userData } from "./user-data";

/** Changes the signed-in user's own name, locale or metadata. A field left out stays, null clears it. */
export async function updateMe(deps: Deps, scope: Scope, input: UpdateMeInput): Promise<MeData> {
  const { actor, environment } = scope;
  if (actor.type !== "user") return fail("invalid_token");
  const { name, locale, metadata } = input;
  const row = await updateUser(deps.db, environment.id, actor.userId, {
    ...(name === undefined ? {} : { name }),
    ...(locale === undefined ? {} : { locale }),
    ...(metadata === undefined ? {} : { metadata }),
    eventContext: JSON.stringify(contextOf(scope)),
  });
  if (!row) return fail("invalid_token");
  return { user: userData(row.user_json, row.identifiers_json), session: actor.me.session };
}
