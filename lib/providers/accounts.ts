import type { Orm } from "@/db/client";
import { lockForTransaction } from "@/db/queries/lock";
import {
  countAccounts,
  insertAccount,
  listAccountRows,
  type ProviderAccountRow,
  readAccountRow,
} from "@/db/queries/provider-accounts";
import { readSettings } from "@/lib/configuration";
import { fail } from "@/lib/core/errors";
import { sha256 } from "@/lib/core/secrets";
import { openAccountConfig, sealAccountConfig } from "@/lib/delivery/account-config";
import { callbackUrl, callbackVendorOf } from "@/lib/delivery/callback-url";
import { CHANNELS, type Channel } from "@/lib/delivery/channel";
import type { Entered } from "@/lib/delivery/deliver";
import { actorName, refuseViewers } from "@/lib/environments/acting";
import { makesCodes } from "@/lib/otp/judge";
import { recordEvents } from "@/lib/outbox";
import type { Deps, Environment, Scope } from "@/lib/ports";
import { environmentFor, forgetTenant, holdTenant, refuseUnknown } from "@/lib/tenants";
import { lacksSender, NO_SENDER, withPlainFrom } from "./account-sender";
import type { ProviderAccountInput, ProviderAccountView, ProvidersView } from "./contract";

/** More than anybody fails over to; each is read with its environment. */
const ACCOUNTS_MAX = 20;

/**
 * Everybody who can carry messages of the environment, or of one of its tenants, and who is asked for each channel now.
 * `not_found` for a tenant that is not here.
 */
export async function listProviders(deps: Deps, scope: Scope, tenantId: string | null = null): Promise<ProvidersView> {
  const { environment } = scope;
  const within = (await environmentFor(deps, environment, tenantId)) ?? refuseUnknown();
  const [own, ofTenant, { settings }] = await Promise.all([
    listAccountRows(deps.db.orm, environment.id, null),
    tenantId === null ? [] : listAccountRows(deps.db.orm, environment.id, tenantId),
    readSettings(deps, scope),
  ]);
  const first = ofTenant.map((row) => toView(deps, within, row));
  const others = own.map((row) => toView(deps, environment, row));
  const data = tenantId === null ? others : first;
  const installation = deps.delivery.installed();
  const carriers = [
    ...[...first, ...others].map(({ id, channels }) => ({ entry: id, channels })),
    ...installation.map(({ name, channels }) => ({ entry: name, channels })),
  ];
  const orderOf = (channel: Channel) => {
    const able = carriers.filter(({ channels }) => channels.includes(channel)).map(({ entry }) => entry);
    const wanted = settings.channels.providers[channel];
    if (wanted.length === 0) return able;
    return [...first.map(({ id }) => id), ...wanted].filter((entry) => able.includes(entry));
  };
  const [email, sms, voice, whatsapp, discord, hook] = [
    orderOf("email"),
    orderOf("sms"),
    orderOf("voice"),
    orderOf("whatsapp"),
    orderOf("discord"),
    orderOf("hook"),
  ];
  return {
    data,
    installation,
    order: { email, sms, voice, whatsapp, discord, hook },
    offered: deps.delivery.offered(),
  };
}

/** The account that an earlier run of the same request made; null where it made none. */
export async function findAccount(deps: Deps, { environment }: Scope, id: string): Promise<ProviderAccountView | null> {
  const row = await readAccountRow(deps.db.orm, environment.id, id);
  return row && toView(deps, (await environmentFor(deps, environment, row.tenantId)) ?? environment, row);
}

/**
 * Adds an account of the customer's own under the given id. What was entered is encrypted and never shown again.
 * `invalid_request` for what its provider cannot be used with, field by field; `forbidden` for a member who may only look
 * and for more than twenty accounts; `not_found` for a tenant that is not here.
 */
export async function createAccount(
  deps: Deps,
  scope: Scope,
  id: string,
  input: ProviderAccountInput,
): Promise<ProviderAccountView> {
  refuseViewers(scope);
  const { environment } = scope;
  const { tenantId } = input;
  const config = withPlainFrom(input.config);
  const within = (await environmentFor(deps, environment, tenantId)) ?? refuseUnknown();
  if (tenantId !== null) refuseMaker(input.provider);
  refuseProblems(deps, within, input.provider, config);
  await refuseAddresses(deps, environment, config);
  const now = deps.clock.now();
  const row = await deps.db.transaction(async (tx) => {
    if (tenantId !== null) await holdTenant(tx, environment.id, tenantId);
    await refuseMany(tx, environment.id, tenantId);
    const inserted = await insertAccount(tx, {
      environmentId: environment.id,
      id,
      provider: input.provider,
      label: input.label ?? titleOf(deps, input.provider),
      configEncrypted: sealAccountConfig(deps.keyring, deps.random, placeOf(environment, id), config),
      createdBy: actorName(scope),
      createdAt: now,
      updatedAt: now,
      tenantId,
    });
    await recordEvents(deps, tx, scope, [
      {
        type: "provider.created",
        data: dataOf(inserted),
        after: termsOf(inserted, config),
        target: targetOf(id),
      },
    ]);
    return inserted;
  });
  forgetSenders(deps, row);
  return toView(deps, within, row);
}

/** Has what sends through the account look at it anew. */
export function forgetSenders(
  deps: Pick<Deps, "caches">,
  row: Pick<ProviderAccountRow, "environmentId" | "tenantId">,
): void {
  deps.caches.environments.forget(row.environmentId);
  forgetTenant(deps, row);
}

// Who checks a code knows of no tenant, and asks the environment's accounts.
function refuseMaker(provider: string): void {
  if (!makesCodes(provider)) return;
  const message = "Makes the codes itself: add it for the whole environment";
  fail("invalid_request", { detail: message, fields: [{ path: "provider", message }] });
}

async function refuseMany(tx: Orm, environmentId: string, tenantId: string | null): Promise<void> {
  await lockForTransaction(tx, `provider_accounts/${environmentId}`);
  if ((await countAccounts(tx, environmentId, tenantId)) < ACCOUNTS_MAX) return;
  const who = tenantId === null ? "An environment" : "A tenant";
  fail("forbidden", { detail: `${who} has at most ${ACCOUNTS_MAX} accounts: delete one first` });
}

/** Refuses what an account cannot be used with: 400 `invalid_request`, field by field. */
export function refuseProblems(
  deps: Pick<Deps, "clock" | "delivery" | "keyring">,
  environment: Environment,
  provider: string,
  config: Entered,
): void {
  const problems = [
    ...deps.delivery.problemsOf(provider, config),
    ...(lacksSender(deps, environment, provider, config) ? [{ path: "from", message: NO_SENDER }] : []),
  ];
  if (problems.length === 0) return;
  const fields = problems.map(({ path, message }) => ({
    path: path === "provider" ? path : path === "" ? "config" : `config.${path}`,
    message,
  }));
  fail("invalid_request", { fields });
}

/**
 * Refuses a URL that leads where customers' URLs may not: 400 `invalid_request`. Everything else is found out by a
 * test.
 */
export async function refuseAddresses(
  { egress }: Pick<Deps, "egress">,
  { id }: Pick<Environment, "id">,
  config: Entered,
): Promise<void> {
  const urls = Object.entries(config).filter(([, value]) => /^https?:/i.test(value));
  const checked = await Promise.all(
    urls.map(async ([name, url]) => ({ path: `config.${name}`, failure: await egress.check(url, id) })),
  );
  const fields = checked.flatMap(({ path, failure }) => (failure ? [{ path, message: failure.message }] : []));
  if (fields.length > 0) fail("invalid_request", { fields });
}

/** The row that an account's configuration is sealed for. */
export function placeOf({ id: environmentId }: Pick<Environment, "id">, accountId: string) {
  return { environmentId, accountId };
}

/** What events tell of an account. */
export function dataOf({ id, provider, tenantId }: Pick<ProviderAccountRow, "id" | "provider" | "tenantId">) {
  return { account_id: id, provider, ...(tenantId !== null && { tenant_id: tenantId }) };
}

/** What an account is, as the audit log keeps it: of what was entered the names, and a digest in which a change shows. */
export function termsOf(
  { provider, label }: Pick<ProviderAccountRow, "provider" | "label">,
  config: Entered,
): Record<string, unknown> {
  const digest = sha256(JSON.stringify(Object.entries(config).toSorted()))
    .toString("hex")
    .slice(0, 8);
  return { provider, label, fields: Object.keys(config).toSorted(), config_digest: digest };
}

/** How the audit log names an account. */
export function targetOf(id: string): string {
  return `provider:${id}`;
}

function titleOf({ delivery }: Pick<Deps, "delivery">, provider: string): string {
  return delivery.offered().find(({ name }) => name === provider)?.title ?? provider;
}

/** An account as it is shown. */
export function toView(
  deps: Pick<Deps, "clock" | "delivery" | "env" | "keyring">,
  environment: Environment,
  row: ProviderAccountRow,
): ProviderAccountView {
  const { id, provider, label, createdAt, createdBy, updatedAt, lastAcceptedAt, lastErrorAt, lastError } = row;
  const offered = deps.delivery.offered().find(({ name }) => name === provider);
  const vendor = callbackVendorOf(provider);
  // Twilio is told the address with each message.
  const told = vendor !== null && vendor !== "twilio";
  return {
    id,
    provider,
    title: offered?.title ?? provider,
    label,
    channels: CHANNELS.filter((channel) => offered?.channels.includes(channel)),
    createdAt,
    createdBy,
    updatedAt,
    lastAcceptedAt,
    lastErrorAt,
    lastError,
    lacksSender: lacksSender(deps, environment, provider, enteredOf(deps, environment, row)),
    callbackUrl: told ? callbackUrl(deps, vendor, placeOf(environment, id)) : null,
    tenantId: row.tenantId,
  };
}

/** What was entered of it. Nothing of what does not open: it can be looked at still, and entered anew. */
function enteredOf(
  { keyring }: Pick<Deps, "keyring">,
  environment: Pick<Environment, "id">,
  { id, configEncrypted }: ProviderAccountRow,
): Entered {
  try {
    return openAccountConfig(keyring, placeOf(environment, id), configEncrypted);
  } catch {
    return {};
  }
}
