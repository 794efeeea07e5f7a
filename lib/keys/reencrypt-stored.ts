import { listSealedRows, replaceSealed, type SealedRow, type SealedTable } from "@/db/queries/reencrypt";
import { decrypt, encrypt } from "@/lib/core/encryption";
import type { Deps } from "@/lib/ports";
import { signingKeyPlace } from "@/lib/tokens";
import { apiKeyPlace } from "./api-key";

const BATCH = 100;

/** The row that each table's encrypted column is sealed for. The Mailbox is not here: it is empty after a day. */
const PLACES: Readonly<Record<SealedTable, (environmentId: string, id: string) => string>> = {
  signing_keys: signingKeyPlace,
  api_keys: apiKeyPlace,
  webhook_secrets: webhookPlace,
  webhook_previous_secrets: webhookPlace,
  // As lib/delivery/account-config.ts seals it, which is none of this noun's.
  provider_accounts: (environmentId, id) => `provider_accounts/${environmentId}/${id}`,
  // As lib/delivery/sender-of.ts does.
  domain_keys: (environmentId, id) => `domains/${environmentId}/${id}`,
};
const TABLES = [
  "signing_keys",
  "api_keys",
  "webhook_secrets",
  "webhook_previous_secrets",
  "provider_accounts",
  "domain_keys",
] as const;

/** As lib/webhooks/signature.ts seals it, which is further up. */
function webhookPlace(environmentId: string, id: string): string {
  return `webhook_endpoints/${environmentId}/${id}`;
}

type ReencryptDeps = Pick<Deps, "db" | "keyring" | "random" | "log">;

/**
 * Brings what is kept encrypted for good under the current root, so that older ones can be taken off the list. Every row
 * is one guarded update: safe to run everywhere at once and to be cut short. A row that does not open, as its root is
 * not listed any more, stays as it is and is told. Answers how many rows this process changed.
 */
export async function reencryptStored(deps: ReencryptDeps): Promise<number> {
  let changed = 0;
  for (const table of TABLES) changed += await reencryptTable(deps, table);
  if (changed > 0) deps.log.info({ rows: changed, key_id: deps.keyring.currentId }, "stored keys were re-encrypted");
  return changed;
}

async function reencryptTable(deps: ReencryptDeps, table: SealedTable): Promise<number> {
  let changed = 0;
  let after: SealedRow | null = null;
  for (;;) {
    const page = { keyId: deps.keyring.currentId, after, limit: BATCH };
    const rows: SealedRow[] = await listSealedRows(deps.db, table, page);
    const replaced = await Promise.all(rows.map((row) => reencryptRow(deps, table, row)));
    changed += replaced.filter(Boolean).length;
    after = rows.at(-1) ?? null;
    if (after === null || rows.length < BATCH) return changed;
  }
}

async function reencryptRow(
  { db, keyring, random, log }: ReencryptDeps,
  table: SealedTable,
  row: SealedRow,
): Promise<boolean> {
  const place = PLACES[table](row.environment_id, row.id);
  let opened: Buffer;
  try {
    opened = decrypt(keyring, row.sealed, place);
  } catch (cause) {
    log.error({ row: place }, "a stored key could not be re-encrypted", cause);
    return false;
  }
  return replaceSealed(db, table, row, encrypt(keyring, random, opened, place));
}
