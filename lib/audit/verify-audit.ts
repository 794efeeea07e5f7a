import {
  type AuditEnds,
  findUnsealed,
  readAuditEnds,
  readErasedSeqs,
  readPrunedSeq,
  readSealed,
  type SealedRow,
} from "@/db/queries/audit";
import type { Keyring } from "@/lib/core/secrets";
import { sameBytes } from "@/lib/core/secrets";
import { commitmentOf, isEnd, keyIdOfLink, linkOf } from "@/lib/outbox/seal";
import type { Deps, Scope } from "@/lib/ports";
import type { AuditVerification, BadReason } from "./contract";

const BATCH = 1_000;
/** How long one call may go on; the next begins where it ended. */
const BUDGET_MS = 8_000;
/** How often retention may move the beginning under a look before the look is believed. */
const TRIES = 3;

type Bad = NonNullable<AuditVerification["firstBad"]>;
type Looked = Omit<AuditVerification, "checkedAt" | "head">;

/**
 * Works the environment's chain out again, in batches, from the oldest kept entry (or after `afterSeq`, which a call
 * before has checked) to its end, and says which entry is the first that does not fit: altered content or context, a
 * missing, moved or added entry, a cut end, a beginning that retention did not make. Entries whose content was erased fit
 * where another says that they were. Reads only.
 *
 * Not shown: a database that was set back whole to an earlier state, which is as it was written. For that, `head` has the
 * last entry's number and link: kept elsewhere, it must still be there. And whoever writes to the outbox has it sealed
 * like anything else.
 */
export async function verifyAudit(
  deps: Pick<Deps, "db" | "keyring" | "clock">,
  scope: Scope,
  { afterSeq = null, budgetMs = BUDGET_MS }: { afterSeq?: number | null; budgetMs?: number } = {},
): Promise<AuditVerification> {
  const environmentId = scope.environment.id;
  for (let tried = 1; ; tried += 1) {
    const ends = (await readAuditEnds(deps.db, environmentId)) ?? NOTHING;
    const looked = await look(deps, environmentId, ends, { afterSeq, budgetMs });
    const now = (await readAuditEnds(deps.db, environmentId)) ?? NOTHING;
    const moved = looked.firstBad !== null && now.dropped_seq !== ends.dropped_seq;
    if (!moved || tried === TRIES) return { ...looked, head: headOf(ends), checkedAt: deps.clock.now() };
  }
}

const NOTHING: AuditEnds = { seq: 0, link: Buffer.alloc(0), mac: null, dropped_seq: 0, dropped_link: Buffer.alloc(0) };

function headOf({ seq, link }: AuditEnds): AuditVerification["head"] {
  return seq === 0 ? null : { seq, link: Buffer.from(link).toString("hex") };
}

async function look(
  deps: Pick<Deps, "db" | "keyring">,
  environmentId: string,
  ends: AuditEnds,
  { afterSeq, budgetMs }: { afterSeq: number | null; budgetMs: number },
): Promise<Looked> {
  const from = Math.max(afterSeq ?? 0, ends.dropped_seq);
  let previous = from === ends.dropped_seq ? Buffer.from(ends.dropped_link) : await linkAt(deps, environmentId, from);
  let at = from;
  const looked: Looked = { checked: 0, erased: 0, fromSeq: null, toSeq: null, firstBad: null, nextAfterSeq: null };
  if (ends.dropped_seq > 0 && ends.dropped_seq > (await readPrunedSeq(deps.db, environmentId))) {
    looked.firstBad = { seq: ends.dropped_seq, id: null, reason: "beginning" };
    return looked;
  }
  let told = new Set<number>();
  const startedAt = performance.now();
  for (;;) {
    const rows = await readSealed(deps.db, environmentId, { afterSeq: at, limit: BATCH });
    for (const row of rows) {
      // What was sealed since the look began is the next one's.
      if (row.seq > ends.seq) break;
      looked.firstBad = checkEntry(deps.keyring, row, { seq: at + 1, previous });
      if (row.erased && !looked.firstBad && !told.has(row.seq)) {
        // Read when one is met that was not told of, so that one that is erased meanwhile is told of as well.
        told = await readErasedSeqs(deps.db, environmentId);
        if (!told.has(row.seq)) looked.firstBad = { seq: row.seq, id: row.id, reason: "blanked" };
      }
      if (looked.firstBad) return looked;
      looked.fromSeq ??= row.seq;
      looked.toSeq = row.seq;
      looked.checked += 1;
      if (row.erased) looked.erased += 1;
      previous = Buffer.from(row.link ?? []);
      at = row.seq;
    }
    if (rows.length < BATCH || at >= ends.seq) break;
    if (performance.now() - startedAt > budgetMs) return { ...looked, nextAfterSeq: at };
  }
  looked.firstBad = await checkEnd(deps, environmentId, ends, { at, previous });
  return looked;
}

async function linkAt(deps: Pick<Deps, "db">, environmentId: string, seq: number): Promise<Buffer> {
  const [row] = await readSealed(deps.db, environmentId, { afterSeq: seq - 1, limit: 1 });
  return Buffer.from(row?.seq === seq ? (row.link ?? []) : []);
}

function checkEntry(keyring: Keyring, row: SealedRow, expected: { seq: number; previous: Buffer }): Bad | null {
  const { seq } = expected;
  const bad = (reason: BadReason) => ({ seq: row.seq, id: row.id, reason });
  if (row.seq !== seq) return { seq, id: null, reason: "missing" };
  if (row.commitment === null || row.link === null) return bad("altered");
  const [commitment, link] = [Buffer.from(row.commitment), Buffer.from(row.link)];
  if (!isContent(row, commitment)) return bad("altered");
  const entry = { environmentId: row.environment_id, previous: expected.previous, seq, commitment };
  const right = linkOf(keyring, entry, keyIdOfLink(link));
  if (right === undefined) return bad("unknown_key");
  return sameBytes(right, link) ? null : bad("moved");
}

/** Whether the entry says what it promised, or says nothing any more. */
function isContent(row: SealedRow, commitment: Buffer): boolean {
  if (row.erased) return row.nonce === null && row.context === null && row.data === "{}";
  return row.nonce !== null && sameBytes(commitmentOf(Buffer.from(row.nonce), row), commitment);
}

async function checkEnd(
  deps: Pick<Deps, "db" | "keyring">,
  environmentId: string,
  ends: AuditEnds,
  { at, previous }: { at: number; previous: Buffer },
): Promise<Bad | null> {
  if (at < ends.seq) return { seq: at + 1, id: null, reason: "truncated" };
  if (!sameBytes(previous, Buffer.from(ends.link))) return { seq: at, id: null, reason: "truncated" };
  const bad = checkHead(deps.keyring, environmentId, ends);
  if (bad) return bad;
  const [next] = await readSealed(deps.db, environmentId, { afterSeq: at, limit: 1 });
  const now = await readAuditEnds(deps.db, environmentId);
  if (next && next.seq > (now?.seq ?? 0)) return { seq: next.seq, id: next.id, reason: "extra" };
  const unsealed = await findUnsealed(deps.db, environmentId);
  return unsealed === null ? null : { seq: null, id: unsealed, reason: "unsealed" };
}

function checkHead(keyring: Keyring, environmentId: string, { seq, link, mac }: AuditEnds): Bad | null {
  const proof = mac === null ? null : Buffer.from(mac);
  if (isEnd(keyring, { environment_id: environmentId, seq, link: Buffer.from(link), mac: proof })) return null;
  const isKnown = proof === null || keyring.key("audit", keyIdOfLink(proof)) !== undefined;
  return { seq, id: null, reason: isKnown ? "end" : "unknown_key" };
}
