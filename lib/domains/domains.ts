import { generateKeyPair } from "node:crypto";
import { promisify } from "node:util";
import {
  countDomains,
  type DomainRow,
  deleteDomainRow,
  insertDomain,
  listDomainRows,
  lockDomainRow,
  lockVerifiedHolder,
  readDomainNamed,
  readDomainRow,
} from "@/db/queries/domains";
import { listEnvironments } from "@/db/queries/environments";
import { lockForTransaction } from "@/db/queries/lock";
import { PLANS } from "@/lib/billing";
import { addSeconds } from "@/lib/core/clock";
import { cutPage, openCursor } from "@/lib/core/cursor";
import { encrypt } from "@/lib/core/encryption";
import { fail } from "@/lib/core/errors";
import { isUuid } from "@/lib/core/ids";
import type { Page } from "@/lib/core/wire";
import { domainKeyPlace } from "@/lib/delivery/sender-of";
import { actorName, refuseViewers } from "@/lib/environments/acting";
import { take } from "@/lib/limits";
import { recordEvents } from "@/lib/outbox";
import type { Deps, Scope } from "@/lib/ports";
import { environmentFor, forgetTenant, holdTenant } from "@/lib/tenants";
import { checkDomain } from "./check-domain";
import type { Domain } from "./contract";
import { readDomainName } from "./domain-name";
import { removeFromResend } from "./resend-domain";
import { toDomain } from "./to-domain";

const makeKeyPair = promisify(generateKeyPair);

/** RFC 8301, 3.2: at least 1024 bits, and 2048 for those who sign. */
const DKIM_BITS = 2_048;
const TOKEN_BYTES = 20;
const FIRST_CHECK_SECONDS = 5;

/**
 * Asks for a domain to send from, under the given id: from here on its records are looked for, for three days. What
 * proves it is a random token of this environment and this name alone. `invalid_request` for a name that nobody can
 * have, `conflict` for one that the environment has already, or another one of the customer's has verified, `forbidden`
 * for a member who may only look and for more domains than the plan has; `not_found` for a tenant that is not here.
 * Whether somebody else has the name is not told: who proves it learns it.
 */
export async function requestDomain(
  deps: Deps,
  scope: Scope,
  id: string,
  { domain: entered, tenantId = null }: { domain: string; tenantId?: string | null },
): Promise<Domain> {
  refuseViewers(scope);
  const { environment } = scope;
  const { name } = readDomainName(entered);
  await refuseOwn(deps, scope, name);
  await take(deps.limits, "domains.add", environment.id);
  const { publicKey, privateKey } = await makeKeyPair("rsa", { modulusLength: DKIM_BITS });
  const pem = privateKey.export({ type: "pkcs8", format: "pem" });
  const place = domainKeyPlace(environment.id, id);
  const now = deps.clock.now();
  const row = await deps.db.transaction(async (tx) => {
    if (tenantId !== null) await holdTenant(tx, environment.id, tenantId);
    await lockForTransaction(tx, `domains/${environment.id}`);
    const most = environment.features.custom_domains;
    if ((await countDomains(tx, environment.id)) >= most) {
      const { title } = PLANS[environment.plan];
      fail("forbidden", { detail: `The plan ${title} has ${most} domains per environment: delete one first` });
    }
    const inserted = await insertDomain(tx, {
      environmentId: environment.id,
      id,
      name,
      token: deps.random.bytes(TOKEN_BYTES).toString("hex"),
      dkimSelector: `np${deps.random.bytes(4).toString("hex")}`,
      dkimPublicKey: publicKey.export({ type: "spki", format: "der" }).toString("base64"),
      dkimPrivateKeyEncrypted: encrypt(deps.keyring, deps.random, pem, place),
      createdBy: actorName(scope),
      createdAt: now,
      nextCheckAt: addSeconds(now, FIRST_CHECK_SECONDS),
      tenantId,
    });
    if (inserted === null) return refuseTwice(name, "This environment");
    const data = { domain_id: id, domain: name, ...(tenantId !== null && { tenant_id: tenantId }) };
    await recordEvents(deps, tx, scope, [{ type: "domain.added", data, target: targetOf(id) }]);
    return inserted;
  });
  return toDomain(deps, row);
}

/** Of the customer's own environments it may be said which one has the name. */
async function refuseOwn(deps: Deps, { environment }: Scope, name: string): Promise<void> {
  for (const { id, kind, projectName } of await listEnvironments(deps.db.orm, environment.customerId)) {
    const row = await readDomainNamed(deps.db.orm, id, name);
    if (id === environment.id && row) refuseTwice(name, "This environment");
    if (row?.verifiedAt) refuseTwice(name, `${projectName}, ${kind},`);
  }
}

function refuseTwice(name: string, who: string): never {
  const message = `${who} has ${name} already`;
  return fail("conflict", { detail: message, fields: [{ path: "domain", message }] });
}

/** How the audit log names a domain. */
export function targetOf(id: string): string {
  return `domain:${id}`;
}

/** An environment's domains, newest first. */
export async function listDomains(
  deps: Deps,
  { environment }: Scope,
  page: Page,
): Promise<{ data: Domain[]; nextCursor: string | null }> {
  const list = `domains/${environment.id}`;
  const rows = await listDomainRows(deps.db.orm, environment.id, {
    before: page.cursor === null ? null : openCursor(deps.keyring, list, page.cursor),
    limit: page.limit + 1,
  });
  const { shown, nextCursor } = cutPage(deps.keyring, list, rows, page.limit);
  return {
    data: shown.map((row) => toDomain(deps, row)),
    nextCursor,
  };
}

/** A domain of the environment, by its id or its name. `not_found` for one that is not here. */
export async function readDomain(deps: Deps, scope: Scope, idOrName: string): Promise<Domain> {
  return toDomain(deps, await rowOf(deps, scope, idOrName));
}

/** The domain that an earlier run of the same request added; null where it added none. */
export async function findDomain(deps: Deps, { environment }: Scope, id: string): Promise<Domain | null> {
  const row = await readDomainRow(deps.db.orm, environment.id, id);
  return row && toDomain(deps, row);
}

/** The row of a domain of the environment, by its id or its name. `not_found` for one that is not here. */
export async function rowOf(deps: Deps, { environment }: Scope, idOrName: string): Promise<DomainRow> {
  const row = isUuid(idOrName)
    ? await readDomainRow(deps.db.orm, environment.id, idOrName.toLowerCase())
    : await readDomainNamed(deps.db.orm, environment.id, idOrName.toLowerCase());
  return row ?? fail("not_found");
}

/**
 * Looks at a domain's DNS now: every five seconds at the most, else `rate_limited`. `not_found` for one that is not
 * here.
 */
export async function verifyDomain(deps: Deps, scope: Scope, idOrName: string): Promise<Domain> {
  refuseViewers(scope);
  const { environmentId, id } = await rowOf(deps, scope, idOrName);
  await take(deps.limits, "domains.check", `${environmentId}/${id}`);
  return toDomain(deps, await checkDomain(deps, scope, id));
}

/**
 * Deletes a domain: nothing is sent from it any more, and added again it has to be proven anew, with another token.
 * `not_found` for one that is not here.
 */
export async function deleteDomain(deps: Deps, scope: Scope, idOrName: string): Promise<void> {
  refuseViewers(scope);
  const { environmentId, id, name, tenantId } = await rowOf(deps, scope, idOrName);
  const carriedBy = (await environmentFor(deps, scope.environment, tenantId)) ?? scope.environment;
  const [gone, holder] = await deps.db.transaction(async (tx) => {
    await lockForTransaction(tx, `domain_names/${name}`);
    const row = (await lockDomainRow(tx, environmentId, id)) ?? fail("not_found");
    const another = await lockVerifiedHolder(tx, name, row);
    await deleteDomainRow(tx, environmentId, id);
    await recordEvents(deps, tx, scope, [
      { type: "domain.deleted", data: { domain_id: id, domain: name }, target: targetOf(id) },
    ]);
    return [row, another] as const;
  });
  deps.caches.environments.forget(environmentId);
  forgetTenant(deps, gone);
  // Where somebody else has it by now, the account at the provider has it for them.
  if (holder === null) deps.defer(() => removeFromResend(deps, carriedBy, gone));
}
