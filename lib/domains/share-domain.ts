import { deleteShares, findShare, insertShare, listShares } from "@/db/queries/domain-shares";
import { readDomainRow } from "@/db/queries/domains";
import { lockForTransaction } from "@/db/queries/lock";
import { addSeconds } from "@/lib/core/clock";
import { fail } from "@/lib/core/errors";
import { uuidOfHash } from "@/lib/core/ids";
import { sha256 } from "@/lib/core/secrets";
import { environmentOf } from "@/lib/environments";
import { actorName, refuseViewers } from "@/lib/environments/acting";
import { take } from "@/lib/limits";
import { mailNotice } from "@/lib/notices";
import { recordEvents } from "@/lib/outbox";
import type { Client, Deps, Scope } from "@/lib/ports";
import { canonicalEmail } from "@/lib/users/identifier";
import { checkDomain } from "./check-domain";
import type { ShownDomain } from "./contract";
import { rowOf, targetOf } from "./domains";
import { registrableOf } from "./look-at-domain";
import { startLookUps } from "./look-up";
import { toDomain } from "./to-domain";
import { findZone, nameServers } from "./zone";

const LIFETIME_SECONDS = 7 * 86_400;
const TOKEN_BYTES = 32;
const PAGES_MAX = 20;
const LOOK_UP_MS = 5_000;

/**
 * Makes a page that shows a domain's records to whoever has its address, for seven days, and mails the address where an
 * email is given. The token in it is shown this once: what is kept is its SHA-256. `invalid_email`, `delivery_failed`
 * where the mail could not be sent, `conflict` for more than twenty pages and for mail about a name that is in no zone,
 * `rate_limited` for more mails than a customer may send to people who never asked for one. `not_found` for a domain that
 * is not here.
 */
export async function shareDomain(
  deps: Deps,
  scope: Scope,
  idOrName: string,
  { email }: { email?: string | undefined },
): Promise<{ url: string; expiresAt: Date }> {
  refuseViewers(scope);
  const { environmentId, id, name } = await rowOf(deps, scope, idOrName);
  const to = email === undefined || email.trim() === "" ? null : canonicalEmail(email);
  if (to !== null) {
    await take(deps.limits, "domains.share", scope.environment.customerId);
    await refuseNoZone(deps, name);
  }
  const now = deps.clock.now();
  const token = deps.random.bytes(TOKEN_BYTES).toString("base64url");
  const tokenHash = sha256(token);
  const expiresAt = addSeconds(now, LIFETIME_SECONDS);
  await deps.db.transaction(async (tx) => {
    // Of those who share at once, one at a time is counted.
    await lockForTransaction(tx, `domain_shares/${id}`);
    if ((await listShares(tx, environmentId, id, now)).length >= PAGES_MAX) {
      fail("conflict", { detail: `At most ${PAGES_MAX} links at a time: take them back first` });
    }
    const row = { tokenHash, environmentId, domainId: id, createdBy: actorName(scope), createdAt: now, expiresAt };
    await insertShare(tx, row);
    const data = { domain_id: id, domain: name, mailed: to !== null, expires_at: expiresAt.toISOString() };
    await recordEvents(deps, tx, scope, [{ type: "domain.shared", data, target: targetOf(id) }]);
  });
  const url = `${deps.env.appUrl}/d/${token}`;
  if (to !== null) {
    const sent = await mailNotice(deps, {
      id: uuidOfHash(tokenHash),
      to,
      words: {
        // Both names are the customer's to choose, and we send this to strangers.
        subject: "DNS records to add",
        paragraphs: [
          `${unlinked(scope.environment.brand.name)} asks you to add DNS records for ${unlinked(name)}, so that its sign-in codes can come from there.`,
          "The page below shows each record and whether it can be seen yet. It needs no account and works for seven days.",
        ],
        link: { label: "See the records", url },
        footer: "Somebody who sets up the domain entered your address. There is nothing else to do.",
      },
    });
    if (!sent) fail("delivery_failed", { detail: "The email could not be sent. Copy the link and send it yourself." });
  }
  return { url, expiresAt };
}

/** Nobody can add records to a name that was never registered: mail about it would be about something else. */
async function refuseNoZone({ env }: Pick<Deps, "env">, name: string): Promise<void> {
  const { lookUp, end } = startLookUps(env.dnsServers);
  const timer = setTimeout(end, LOOK_UP_MS);
  try {
    const zone = await findZone(lookUp, name, registrableOf(name));
    if ((await nameServers(lookUp, zone.name)).length > 0) return;
    const detail = `No name servers can be found for ${zone.name}, so nobody can add records there yet. Register it first`;
    fail("conflict", { detail });
  } finally {
    clearTimeout(timer);
    end();
  }
}

/** A name that no mail program makes a link of. */
function unlinked(name: string): string {
  return name.replace(/\.(?=[^\s.])/g, "[.]");
}

/** Takes every page of a domain away. How many there were. `not_found` for a domain that is not here. */
export async function unshareDomain(deps: Deps, scope: Scope, idOrName: string): Promise<{ count: number }> {
  refuseViewers(scope);
  const { environmentId, id, name } = await rowOf(deps, scope, idOrName);
  const count = await deps.db.transaction(async (tx) => {
    const gone = await deleteShares(tx, environmentId, id);
    if (gone === 0) return 0;
    const data = { domain_id: id, domain: name, count: gone };
    await recordEvents(deps, tx, scope, [{ type: "domain.share_revoked", data, target: targetOf(id) }]);
    return gone;
  });
  return { count };
}

/** The pages that show a domain now, newest first. */
export async function sharesOf(
  deps: Deps,
  { environment }: Scope,
  domainId: string,
): Promise<{ createdAt: Date; expiresAt: Date }[]> {
  const shares = await listShares(deps.db.orm, environment.id, domainId, deps.clock.now());
  return shares.map(({ createdAt, expiresAt }) => ({ createdAt, expiresAt }));
}

/** What such a page shows: the domain's name and records, the project's name, and nothing else of it. */
export type SharedDomain = {
  project: string;
  expiresAt: Date;
  domain: ShownDomain;
};

/** The page with that token. `not_found` where there is none any more. */
export async function readSharedDomain(deps: Deps, token: string): Promise<SharedDomain> {
  const { expiresAt, environmentId, domainId } = await shareOf(deps, token);
  const environment = await environmentOf(deps, environmentId);
  const row = await readDomainRow(deps.db.orm, environmentId, domainId);
  if (environment === null || environment.customerState !== "active" || row === null) return fail("not_found");
  const { name, status, zone, dnsHost, records, checkedAt, nextCheckAt, lostAt, sendsUntil, searchEndsAt } = toDomain(
    deps,
    row,
  );
  return {
    project: environment.brand.name,
    expiresAt,
    domain: { name, status, zone, dnsHost, records, checkedAt, nextCheckAt, lostAt, sendsUntil, searchEndsAt },
  };
}

/** Looks at the DNS of the domain on that page, as often as its owner may: `rate_limited` else. `not_found` as above. */
export async function checkSharedDomain(deps: Deps, client: Client, token: string): Promise<void> {
  const { environmentId, domainId } = await shareOf(deps, token);
  await take(deps.limits, "domains.check", `${environmentId}/${domainId}`);
  await checkDomain(deps, { environment: { id: environmentId }, actor: { type: "system" }, client }, domainId);
}

async function shareOf(deps: Deps, token: string) {
  const isToken = /^[\w-]{43}$/.test(token);
  return (isToken && (await findShare(deps.db.orm, sha256(token), deps.clock.now()))) || fail("not_found");
}
