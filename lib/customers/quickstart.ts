import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import type { Orm } from "@/db/client";
import { insertApiKeys } from "@/db/queries/api-keys";
import { insertProject, insertSettings, listEnvironments, readInstallation } from "@/db/queries/environments";
import { lockForTransaction } from "@/db/queries/lock";
import { findMember, insertCustomer } from "@/db/queries/members";
import { uuidv7 } from "@/lib/core/ids";
import { newKeyRow, newKeyText, resolveApiKey } from "@/lib/keys";
import { installationMailboxUrl } from "@/lib/mailbox";
import type { Deps } from "@/lib/ports";
import { createSigningKey } from "@/lib/tokens";
import { createCustomer } from "./create-customer";

const DEMO_EMAIL = "demo@example.com";

/** On a developer's machine nobody waits between codes, and a test suite signs in as often as it likes. */
const LOCAL_CODES = { resend_cooldown_seconds: 0, per_identifier_hour: 60, per_ip_hour: 1000 };

const Stored = z.object({
  app_url: z.string(),
  member_email: z.string(),
  environment_id: z.uuid(),
  publishable_key: z.string(),
  secret_key: z.string(),
  mailbox_url: z.string().nullable(),
  operator_key: z.string().optional(),
});

/** What a developer needs to begin: the demo customer's test environment. */
export type Quickstart = {
  appUrl: string;
  memberEmail: string;
  environmentId: string;
  publishableKey: string;
  secretKey: string;
  mailboxUrl: string | null;
  /** Missing when it came from the environment: then somebody has it already. */
  operatorKey: string | undefined;
  isNew: boolean;
};

/**
 * Makes Ninepin's own customer and environment where there are none, and answers whether it did. Any number of processes
 * may start at once.
 */
export async function ensureInstallation(deps: Deps): Promise<boolean> {
  return deps.db.transaction(async (tx) => {
    await lockForTransaction(tx, "installation");
    if (await readInstallation(tx)) return false;
    const customerId = uuidv7(deps.clock, deps.random);
    const environmentId = uuidv7(deps.clock, deps.random);
    await insertCustomer(tx, { id: customerId, name: "Ninepin", createdAt: deps.clock.now() });
    await insertProject(tx, {
      id: uuidv7(deps.clock, deps.random),
      customerId,
      slug: "ninepin",
      name: "Ninepin",
      brand: { domain: new URL(deps.env.appUrl).hostname },
      environments: [{ id: environmentId, kind: "live", installation: true }],
    });
    await createSigningKey(deps, tx, environmentId);
    const codes = { verify_by_identifier: "any", ...(deps.env.loopback ? LOCAL_CODES : {}) };
    await insertSettings(tx, { environmentId, version: 1, settings: { codes }, author: "system" });
    return true;
  });
}

/**
 * On a loopback APP_URL: the demo customer and `quickstart.json`, made at the first start and read again at every other.
 * Null for a public installation, which has no demo data and prints no keys (ASVS 6.3.2).
 */
export async function ensureQuickstart(deps: Deps, operatorKeyIsGenerated: boolean): Promise<Quickstart | null> {
  if (!deps.env.loopback || deps.env.production) return null;
  const file = join(deps.env.dataDir, "quickstart.json");
  const known = await readKnown(deps, file);
  const start = known ?? (await createDemo(deps));
  const mailboxUrl = installationMailboxUrl(deps);
  const operatorKey = operatorKeyIsGenerated && deps.env.operatorKey ? deps.env.operatorKey : undefined;
  const stored: z.input<typeof Stored> = {
    app_url: deps.env.appUrl,
    member_email: DEMO_EMAIL,
    ...start,
    mailbox_url: mailboxUrl,
    operator_key: operatorKey,
  };
  // With a database and an operator key of its own, nothing has needed the folder before.
  mkdirSync(deps.env.dataDir, { recursive: true, mode: 0o700 });
  writeFileSync(file, `${JSON.stringify(stored, null, 2)}\n`, { mode: 0o600 });
  // The mode above is for a file that is made: one that was there keeps its own.
  chmodSync(file, 0o600);
  return {
    appUrl: deps.env.appUrl,
    memberEmail: DEMO_EMAIL,
    environmentId: start.environment_id,
    publishableKey: start.publishable_key,
    secretKey: start.secret_key,
    mailboxUrl,
    operatorKey,
    isNew: known === null,
  };
}

type DemoKeys = { environment_id: string; publishable_key: string; secret_key: string };

/** The keys of an earlier start, if the database still knows them. */
async function readKnown(deps: Deps, file: string): Promise<DemoKeys | null> {
  const stored = readStored(file);
  const resolved = stored && (await resolveApiKey(deps, stored.secret_key));
  if (!stored || !resolved || resolved.environment.id !== stored.environment_id) return null;
  const { environment_id, publishable_key, secret_key } = stored;
  return { environment_id, publishable_key, secret_key };
}

function readStored(file: string): z.output<typeof Stored> | null {
  try {
    return Stored.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch {
    // Missing or written by hand: the next lines make it anew.
    return null;
  }
}

async function createDemo(deps: Deps): Promise<DemoKeys> {
  return deps.db.transaction(async (tx) => {
    await lockForTransaction(tx, "demo");
    const environmentId = (await demoEnvironment(tx)) ?? (await newDemo(deps, tx));
    const publishable_key = newKeyText(deps.random, "test", "publishable");
    const secret_key = newKeyText(deps.random, "test", "secret");
    const shared = { environmentId, allowedIps: [], allowedOrigins: [], expiresAt: null, createdBy: "system" };
    await insertApiKeys(tx, [
      newKeyRow(deps, { ...shared, name: "Quickstart", key: publishable_key, type: "publishable", kind: "web" }),
      newKeyRow(deps, { ...shared, name: "Quickstart", key: secret_key, type: "secret", kind: null }),
    ]);
    return { environment_id: environmentId, publishable_key, secret_key };
  });
}

async function demoEnvironment(tx: Orm): Promise<string | null> {
  const member = await findMember(tx, DEMO_EMAIL);
  const environments = member ? await listEnvironments(tx, member.customerId) : [];
  return environments.find((environment) => environment.kind === "test")?.id ?? null;
}

async function newDemo(deps: Deps, tx: Orm): Promise<string> {
  const demo = await createCustomer(deps, tx, {
    name: "Demo",
    project: { name: "Demo", domain: null },
    member: { email: DEMO_EMAIL, name: null },
    withKeys: false,
    client: null,
  });
  return demo.environmentIds.test;
}
