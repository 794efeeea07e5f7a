import {
  type EchoRequestRow,
  findEchoReceiver,
  insertEchoReceiver,
  keepEchoRequest,
  listEchoReceivers,
  listEchoRequests,
  readEchoReceiver,
} from "@/db/queries/echo-receivers";
import { lockForTransaction } from "@/db/queries/lock";
import { endpointsAt } from "@/db/queries/webhook-endpoints";
import { addSeconds } from "@/lib/core/clock";
import { fail } from "@/lib/core/errors";
import { uuidv7 } from "@/lib/core/ids";
import { sameBytes, sha256 } from "@/lib/core/secrets";
import { refuseViewers } from "@/lib/environments/acting";
import { recordEvents } from "@/lib/outbox";
import type { Deps, Scope } from "@/lib/ports";
import { checkSignature, secretsOf } from "./check-signature";
import type { EchoedRequest, EchoReceiver } from "./echo-contract";

const LIFETIME_SECONDS = 86_400;
const KEEP = 100;
const RECEIVERS_MAX = 20;
const TOKEN_BYTES = 24;
const ECHO_PATH = "/api/hooks/echo/";
/** What a customer's own gateway may have added is no business of a page. */
const HIDDEN = /^(cookie|authorization|x-api-key|x-forwarded-|x-real-ip|forwarded)/;

/**
 * Makes a receiver of ours that keeps what it gets for 24 hours. Its address holds a token and is shown this once: what
 * is kept is its SHA-256. `conflict` for more than twenty at a time.
 */
export async function createEcho(
  deps: Deps,
  scope: Scope,
  id: string,
): Promise<{ id: string; url: string; expiresAt: Date }> {
  refuseViewers(scope);
  const environmentId = scope.environment.id;
  const now = deps.clock.now();
  const token = deps.random.bytes(TOKEN_BYTES).toString("base64url");
  const expiresAt = addSeconds(now, LIFETIME_SECONDS);
  await deps.db.transaction(async (tx) => {
    await lockForTransaction(tx, `echo_receivers/${environmentId}`);
    if ((await listEchoReceivers(tx, environmentId, now)).length >= RECEIVERS_MAX) {
      fail("conflict", { detail: `At most ${RECEIVERS_MAX} echo receivers at a time` });
    }
    await insertEchoReceiver(tx, { environmentId, id, tokenHash: sha256(token), createdAt: now, expiresAt });
    const data = { echo_id: id, expires_at: expiresAt.toISOString() };
    await recordEvents(deps, tx, scope, [{ type: "webhook.echo_created", data, target: `echo:${id}` }]);
  });
  return { id, url: prefixOf(deps) + token, expiresAt };
}

/** The receiver that an earlier run of the same request made, without its address; null where it made none. */
export async function findEcho(deps: Deps, { environment }: Scope, id: string) {
  const row = await readEchoReceiver(deps.db.orm, environment.id, id, deps.clock.now());
  return row && { id, expiresAt: row.expiresAt };
}

function prefixOf({ env }: Pick<Deps, "env">): string {
  return env.appUrl + ECHO_PATH;
}

/** Keeps a request for the receiver with that token. `not_found` where there is none any more. */
export async function receiveEcho(
  deps: Deps,
  token: string,
  { headers, text }: { headers: Readonly<Record<string, string>>; text: string },
): Promise<void> {
  const shown = Object.fromEntries(Object.entries(headers).filter(([name]) => !HIDDEN.test(name)));
  const kept = await keepEchoRequest(deps.db, {
    tokenHash: sha256(token),
    id: uuidv7(deps.clock, deps.random),
    headers: shown,
    // Postgres keeps no NUL in text.
    body: text.replaceAll("\0", "\uFFFD"),
    keep: KEEP,
  });
  if (!kept) fail("not_found");
}

/** Whether a URL leads to a receiver of ours, however it is written. */
export function isEchoUrl({ env }: Pick<Deps, "env">, url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { origin, pathname } = new URL(url);
  return origin === env.appUrl && pathname.startsWith(ECHO_PATH);
}

/**
 * What a receiver got, newest first, each with whether its signature is the one that the secret of the endpoint makes
 * that sends there. `not_found` for a receiver that is not here, or is over.
 */
export async function readEcho(deps: Deps, { environment }: Scope, id: string): Promise<EchoReceiver> {
  const receiver = await readEchoReceiver(deps.db.orm, environment.id, id, deps.clock.now());
  if (receiver === null) return fail("not_found");
  const prefix = prefixOf(deps);
  const endpoints = (await endpointsAt(deps.db.orm, environment.id, prefix)).filter(({ url }) =>
    sameBytes(sha256(url.slice(prefix.length)), Buffer.from(receiver.tokenHash)),
  );
  const secrets = secretsOf(deps.keyring, environment.id, endpoints);
  const rows = await listEchoRequests(deps.db.orm, environment.id, id, KEEP);
  return { id, expiresAt: receiver.expiresAt, requests: rows.map((row) => toEchoed(row, secrets)) };
}

/** The same for the receiver that a URL leads to; null where it leads to none of ours in this environment. */
export async function readEchoAt(deps: Deps, scope: Scope, url: string): Promise<EchoReceiver | null> {
  const prefix = prefixOf(deps);
  if (!url.startsWith(prefix)) return null;
  const tokenHash = sha256(url.slice(prefix.length));
  const receiver = await findEchoReceiver(deps.db.orm, scope.environment.id, tokenHash, deps.clock.now());
  return receiver && readEcho(deps, scope, receiver.id);
}

function toEchoed({ id, at, headers, body }: EchoRequestRow, secrets: readonly string[]): EchoedRequest {
  const sent = headersOf(headers);
  return { id, at, headers: sent, body, signature: checkSignature({ headers: sent, body }, secrets) };
}

function headersOf(stored: unknown): Record<string, string> {
  if (typeof stored !== "object" || stored === null) return {};
  return Object.fromEntries(Object.entries(stored).map(([name, value]) => [name, String(value)]));
}
