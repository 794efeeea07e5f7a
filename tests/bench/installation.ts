import { randomBytes } from "node:crypto";
import { Client } from "pg";
import { readEnv } from "@/lib/core/env";
import { createCustomer } from "@/lib/customers/create-customer";
import { createDeps } from "@/lib/deps";
import { resolveApiKey } from "@/lib/keys";
import type { Postgres } from "../support/postgres";

/** A database with one customer in it, and the key of their test environment. */
export type Installation = {
  url: string;
  secretKey: string;
  environmentId: string;
  apiKey: string;
  keyId: string;
};

/** Makes it, with everything that a first start makes. Each contender has one of its own, so none does another's work. */
export async function createInstallation(postgres: Postgres, name: string): Promise<Installation> {
  await query(postgres.url("postgres"), `CREATE DATABASE ${name}`);
  const url = postgres.url(name);
  const secretKey = randomBytes(32).toString("base64");
  const env = readEnv({ DATABASE_URL: url, SECRET_KEY: secretKey, LOG_LEVEL: "warn" });
  const deps = await createDeps(env, { drain: false });
  try {
    const { apiKeys, environmentIds } = await deps.db.transaction((tx) =>
      createCustomer(deps, tx, {
        name: "Bench",
        project: { name: "Bench", domain: null },
        member: { email: "bench@example.com", name: null },
        withKeys: true,
        client: null,
      }),
    );
    const apiKey = apiKeys.find(({ environment, type }) => environment === "test" && type === "secret")?.key ?? "";
    const resolved = await resolveApiKey(deps, apiKey);
    if (!resolved) throw new Error("the new key is not known");
    return { url, secretKey, environmentId: environmentIds.test, apiKey, keyId: resolved.key.id };
  } finally {
    await deps.close();
  }
}

/** One statement on a connection of its own; answers its first row. */
export async function query(url: string, text: string): Promise<Record<string, unknown>> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(text)).rows[0] ?? {};
  } finally {
    await client.end();
  }
}
