import { lastScannedVerification, listVerificationRows, readSeenCountries } from "@/db/queries/verification-pages";
import { openCursor, sealCursor } from "@/lib/core/cursor";
import { uuidFromBytes } from "@/lib/core/ids";
import type { Deps, Scope } from "@/lib/ports";
import { canonicalIdentifier, identifierKeyOf } from "@/lib/users/identifier";
import type { Verification, VerificationsAsked } from "./contract";
import { toVerification } from "./to-verification";

/** How many verifications one call looks at for those that fit. */
const SCAN = 20_000;

/**
 * The verifications of an environment, newest first, for as long as they are kept. Filters look at the newest 20,000 of a
 * page and the cursor goes on behind them, so a page may be short. A recipient is looked for by the whole address or
 * number: `invalid_email`, `invalid_phone` for what is none. `invalid_request` for a cursor of another list.
 */
export async function listVerifications(
  deps: Pick<Deps, "clock" | "db" | "keyring">,
  { environment }: Pick<Scope, "environment">,
  asked: VerificationsAsked,
  { scan = SCAN }: { scan?: number } = {},
): Promise<{ data: Verification[]; nextCursor: string | null }> {
  const { limit, state, channel, templateVersion, country, recipient } = asked;
  const list = `verifications/${environment.id}`;
  const after = asked.cursor === null ? null : openCursor(deps.keyring, list, asked.cursor);
  const before = earlier(after, asked.to && firstIdAt(asked.to));
  const from = asked.from && firstIdAt(asked.from);
  const actor = asked.apiKeyId === null ? null : `key:${asked.apiKeyId}`;
  const identifierKey = recipient === null ? null : keyOfRecipient(deps, environment.id, recipient);
  const chosen = [state, channel, templateVersion, actor].some((value) => value !== null);
  const until = chosen ? await lastScannedVerification(deps.db, environment.id, { before, from }, scan) : null;
  const rows = await listVerificationRows(deps.db, environment.id, {
    ...{ before, from: until ?? from, state, channel, templateVersion, actor, country, identifierKey },
    limit: limit + 1,
  });
  const shown = rows.slice(0, limit);
  const last = rows.length > limit ? (shown.at(-1)?.id ?? null) : until;
  const now = deps.clock.now();
  return {
    data: shown.map((row) => toVerification(row, now)),
    nextCursor: last === null ? null : sealCursor(deps.keyring, list, last),
  };
}

/** The countries that there are verifications of phone numbers of: ISO 3166-1 alpha-2. */
export function seenCountries(
  { db }: Pick<Deps, "db">,
  { environment }: Pick<Scope, "environment">,
): Promise<string[]> {
  return readSeenCountries(db, environment.id);
}

/** The first id that anything of that moment can have: ids begin with their time (RFC 9562, 5.7). */
function firstIdAt(at: Date): string {
  const bytes = Buffer.alloc(16);
  bytes.writeUIntBE(at.getTime(), 0, 6);
  return uuidFromBytes(bytes);
}

function earlier(a: string | null, b: string | null): string | null {
  if (a === null || b === null) return a ?? b;
  return a < b ? a : b;
}

function keyOfRecipient({ keyring }: Pick<Deps, "keyring">, environmentId: string, typed: string): Buffer {
  const type = typed.includes("@") ? "email" : "phone";
  return identifierKeyOf(keyring, environmentId, canonicalIdentifier({ type, value: typed }));
}
