import type { Orm } from "@/db/client";
import { insertApiKeys } from "@/db/queries/api-keys";
import { insertProject, slugIsTaken } from "@/db/queries/environments";
import { lockForTransaction } from "@/db/queries/lock";
import { insertCustomer, insertMember } from "@/db/queries/members";
import type { PlanName } from "@/lib/billing";
import { brandNameFrom } from "@/lib/core/brand-name";
import { uuidv7 } from "@/lib/core/ids";
import { actorName } from "@/lib/environments/acting";
import { newKeyRow, newKeyText } from "@/lib/keys";
import { KEY_TYPES } from "@/lib/keys/contract";
import type { Actor, Client, Deps } from "@/lib/ports";
import { createSigningKey } from "@/lib/tokens";
import { tellCustomer } from "./change-customer";
import { ENVIRONMENT_KINDS, type SignedUp } from "./contract";

export type NewCustomer = {
  /** One of its own unless said. */
  id?: string;
  name: string;
  plan?: PlanName;
  project: { name: string; domain: string | null };
  member: { email: string; name: string | null };
  /** Whether the four first keys are made, and shown this once. */
  withKeys: boolean;
  /** Who registers them; the member themselves unless said. */
  actor?: Actor;
  client: Client | null;
};

/** A first name for the app: the company's, as far as messages may carry it, or `ada@northwind.dev` → `Northwind`. */
export function projectNameOf(company: string | null, email: string): string {
  const named = company === null ? null : brandNameFrom(company);
  if (named !== null) return named;
  const labels = email.slice(email.lastIndexOf("@") + 1).split(".");
  const word = labels.at(-2) ?? labels[0] ?? "app";
  return `${word.slice(0, 1).toUpperCase()}${word.slice(1, 60)}`;
}

/** A customer with their first project, both its environments with a signing key each, and their owner. */
export async function createCustomer(
  deps: Deps,
  tx: Orm,
  input: NewCustomer,
): Promise<SignedUp & { memberId: string; environmentIds: { test: string; live: string } }> {
  const at = deps.clock.now();
  const customer = { id: input.id ?? uuidv7(deps.clock, deps.random), name: input.name };
  await insertCustomer(tx, { ...customer, plan: input.plan ?? "free", createdAt: at });
  const environmentIds = { test: uuidv7(deps.clock, deps.random), live: uuidv7(deps.clock, deps.random) };
  const project = {
    id: uuidv7(deps.clock, deps.random),
    slug: await freeSlug(deps, tx, input.project.name),
    name: input.project.name,
  };
  await insertProject(tx, {
    ...project,
    customerId: customer.id,
    brand: { domain: input.project.domain },
    environments: ENVIRONMENT_KINDS.map((kind) => ({ id: environmentIds[kind], kind })),
  });
  for (const kind of ENVIRONMENT_KINDS) await createSigningKey(deps, tx, environmentIds[kind]);
  const memberId = uuidv7(deps.clock, deps.random);
  await insertMember(tx, { id: memberId, customerId: customer.id, ...input.member, role: "owner", createdAt: at });
  const actor = input.actor ?? { type: "member", memberId, role: "owner" };
  const apiKeys = input.withKeys ? await createFirstKeys(deps, tx, environmentIds, actorName({ actor })) : [];
  const created = { type: "customer.created", data: { project_id: project.id, plan: input.plan ?? "free" } };
  const told = { customerId: customer.id, environmentIds: Object.values(environmentIds) };
  await tellCustomer(deps, tx, { actor, client: input.client }, told, created);
  return { customer, project, apiKeys, memberId, environmentIds };
}

async function createFirstKeys(
  deps: Deps,
  tx: Orm,
  environmentIds: { test: string; live: string },
  createdBy: string,
): Promise<SignedUp["apiKeys"]> {
  const keys = ENVIRONMENT_KINDS.flatMap((kind) =>
    KEY_TYPES.map((type) => ({
      environment: kind,
      environmentId: environmentIds[kind],
      type,
      key: newKeyText(deps.random, kind, type),
    })),
  );
  await insertApiKeys(
    tx,
    keys.map(({ environmentId, type, key }) =>
      newKeyRow(deps, {
        environmentId,
        key,
        type,
        kind: type === "publishable" ? "web" : null,
        name: type === "publishable" ? "First publishable key" : "First secret key",
        allowedIps: [],
        allowedOrigins: [],
        expiresAt: null,
        createdBy,
      }),
    ),
  );
  return keys;
}

/** A name for addresses: letters, digits and hyphens; with a few random letters where somebody has it already. */
async function freeSlug(deps: Deps, tx: Orm, name: string): Promise<string> {
  const plain = name
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 40)
    .replace(/-+$/, "");
  const base = plain === "" ? "app" : plain;
  // Of two who sign up with one name at once, the second sees the first's.
  await lockForTransaction(tx, `slug/${base}`);
  if (!(await slugIsTaken(tx, base))) return base;
  return `${base}-${deps.random.bytes(4).toString("hex")}`;
}
