import { z } from "zod";
import type { DomainRow } from "@/db/queries/domains";
import { openAccountConfig } from "@/lib/delivery/account-config";
import type { Deps, Environment } from "@/lib/ports";
import { type ProviderState, providerStateOf } from "./findings";
import { mailHostOf } from "./records";

/** An account at Resend that has the environment's domains: the customer's own, else the installation's. */
type Account = { accountId: string | null; apiKey: string };

type ResendDeps = Pick<Deps, "env" | "keyring" | "log">;

const WAIT_MS = 8_000;
const PROVIDER = "resend";

function accountOf({ env, keyring }: ResendDeps, environment: Environment): Account | null {
  const own = environment.accounts.find(({ provider }) => provider === PROVIDER);
  if (own) {
    const place = { environmentId: environment.id, accountId: own.id };
    const apiKey = openAccountConfig(keyring, place, own.configEncrypted).api_key;
    return apiKey === undefined ? null : { accountId: own.id, apiKey };
  }
  const { resend } = env.providers;
  return resend === null ? null : { accountId: null, apiKey: resend.apiKey };
}

async function clientOf({ env }: ResendDeps, { apiKey }: Account) {
  const { Resend } = await import("resend");
  const baseUrl = env.providers.endpoints.resend;
  return new Resend(apiKey, { ...(baseUrl !== null && { baseUrl }) });
}

const Listed = z.object({ data: z.object({ data: z.array(z.object({ id: z.string(), name: z.string() })) }) });
const Made = z.object({ data: z.object({ id: z.string() }) });
const Read = z.object({
  data: z.object({
    status: z.string(),
    records: z.array(
      z.object({
        record: z.string(),
        type: z.string(),
        name: z.string(),
        value: z.string(),
        priority: z.number().optional(),
      }),
    ),
  }),
});

/**
 * Has the domain at Resend, where the environment's mail may go through it, and reads how it stands there. To be called
 * for a domain whose owner is proven: nobody else's name is ever entered into the installation's account. Made twice it
 * is there once. Null where Resend carries nothing, or could not be asked: then what was known before still holds.
 */
export async function keepAtResend(
  deps: ResendDeps,
  environment: Environment,
  domain: Pick<DomainRow, "id" | "name" | "providerDomainId" | "providerRecords">,
): Promise<{ providerDomainId: string; providerRecords: ProviderState } | null> {
  const account = accountOf(deps, environment);
  if (account === null) return null;
  try {
    return await within(WAIT_MS, register(deps, account, domain));
  } catch (cause) {
    deps.log.warn({ domain_id: domain.id, cause: wordsOf(cause) }, "a domain could not be kept at Resend");
    return null;
  }
}

async function register(
  deps: ResendDeps,
  account: Account,
  domain: Pick<DomainRow, "name" | "providerDomainId" | "providerRecords">,
): Promise<{ providerDomainId: string; providerRecords: ProviderState }> {
  const client = await clientOf(deps, account);
  const kept = providerStateOf(domain);
  const known = kept?.accountId === account.accountId ? domain.providerDomainId : null;
  const before = known === null ? null : await readAt(client, known);
  // Somebody may have taken it out there by hand.
  const isStill = known !== null && before !== null;
  const { id, made } = isStill ? { id: known, made: kept?.made === true } : await findOrMake(client, domain.name);
  const found = before ?? (await readAt(client, id));
  if (found === null) throw new Error("Resend does not tell of the domain");
  const { status, records } = found;
  // Asked once for each look: it looks at DNS itself, later.
  if (status !== "verified") await client.domains.verify(id);
  return {
    providerDomainId: id,
    providerRecords: {
      accountId: account.accountId,
      made,
      verified: status === "verified",
      records: records.flatMap(({ record, type, name, value, priority }) => {
        // Receiving and tracking are no business of mail that holds codes.
        if (record !== "SPF" && record !== "DKIM") return [];
        if (type !== "TXT" && type !== "CNAME" && type !== "MX") return [];
        return [{ type, name: wholeName(name, domain.name), value, priority: priority ?? null }];
      }),
    },
  };
}

async function readAt(client: Awaited<ReturnType<typeof clientOf>>, id: string) {
  return Read.safeParse(await client.domains.get(id)).data?.data ?? null;
}

async function findOrMake(
  client: Awaited<ReturnType<typeof clientOf>>,
  name: string,
): Promise<{ id: string; made: boolean }> {
  const made = Made.safeParse(await client.domains.create({ name }));
  if (made.success) return { id: made.data.data.id, made: true };
  // Somebody entered it for other ends, or a run of ours did that was cut off before it could write down so: nobody can
  // tell any more, so it counts as theirs.
  const listed = Listed.safeParse(await client.domains.list({ limit: 100 }));
  const found = listed.data?.data.data.find((each) => each.name === name);
  if (!found) throw new Error("Resend did not take the domain");
  return { id: found.id, made: false };
}

/** Resend names records within the zone that was registered: `send.mail` of `mail.example.com`. */
function wholeName(name: string, domain: string): string {
  const plain = name.toLowerCase().replace(/\.$/, "");
  if (plain === domain || plain.endsWith(`.${domain}`)) return plain;
  const labels = domain.split(".");
  // The shortest zone that makes it a name of the domain: `send.mail` is not below `mail.example.com` once more.
  for (let from = labels.length - 1; from >= 0; from -= 1) {
    const whole = `${plain}.${labels.slice(from).join(".")}`;
    if (whole === domain || whole.endsWith(`.${domain}`)) return whole;
  }
  return `${plain}.${domain}`;
}

/**
 * Takes the domain out of the account that has it, where we entered it there and the installation itself does not send
 * from it: what was there before us is somebody's own. What fails is logged.
 */
export async function removeFromResend(
  deps: ResendDeps,
  environment: Environment,
  domain: Pick<DomainRow, "id" | "name" | "providerDomainId" | "providerRecords">,
): Promise<void> {
  const account = accountOf(deps, environment);
  const kept = providerStateOf(domain);
  if (domain.providerDomainId === null || kept?.made !== true || kept.accountId !== account?.accountId) return;
  if (account === null || domain.name === mailHostOf(deps.env)) return;
  const id = domain.providerDomainId;
  try {
    await within(
      WAIT_MS,
      clientOf(deps, account).then((client) => client.domains.remove(id)),
    );
  } catch (cause) {
    deps.log.warn({ domain_id: domain.id, cause: wordsOf(cause) }, "a domain could not be taken out of Resend");
  }
}

async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`No answer within ${ms} ms`)), ms);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

function wordsOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : "no error";
}
