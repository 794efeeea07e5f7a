import { join } from "node:path";
import { openDatabase } from "@/db/client";
import { createRefusals } from "@/lib/audit";
import { warnOfQuotas } from "@/lib/billing";
import { createCache } from "@/lib/core/cache";
import { type Clock, systemClock } from "@/lib/core/clock";
import { holdDataFolder } from "@/lib/core/data-folder";
import { type Env, processEnv } from "@/lib/core/env";
import { generatedJwtSecret, generatedSecrets } from "@/lib/core/generated-secrets";
import { createLogger, type Logger } from "@/lib/core/logger";
import { currentParty } from "@/lib/core/party";
import { type Random, systemRandom } from "@/lib/core/random";
import { createKeyring } from "@/lib/core/secrets";
import { ensureInstallation, purgeDeletedCustomers } from "@/lib/customers";
import { createDelivery } from "@/lib/delivery/deliver";
import { DOMAINS_JOB } from "@/lib/domains";
import { createEgress } from "@/lib/egress";
import { reencryptStored } from "@/lib/keys";
import { openLimits } from "@/lib/limits";
import { NOTICES_JOB } from "@/lib/notices";
import { resendFromOutbox } from "@/lib/otp";
import { createJobs, drainOutbox, type Job, retention, startDrainer, statisticsKeeper } from "@/lib/outbox";
import type { Caches, Deps } from "@/lib/ports";
import { createSessionReader } from "@/lib/sessions";
import { createSprayBrake } from "@/lib/spray";
import { rotateOldSigningKeys } from "@/lib/tokens";
import { createTelemetry, flushAll, type Telemetry, USAGE_JOBS } from "@/lib/usage";
import { deleteLeftovers, endDisabled, webhookJob } from "@/lib/webhooks";

/** How stale the hot path may be about a key, a customer or a setting. Statements that open sessions look afresh. */
const STALE_SECONDS = 5;

/** How exact a key's last use is: once in this time it is written down. */
const KEY_USE_SECONDS = 60;

/** How long the work may take that is done after an answer. */
const AFTERWARDS_SECONDS = 20;

/** The deps of a process, with what starts and ends them. */
export type OwnedDeps = Deps & {
  /** Whether the operator's key was generated, not configured. */
  operatorKeyIsGenerated: boolean;
  /** Whether the database was empty before. */
  firstStart: boolean;
  /** Waits for everything that was deferred. */
  settle(): Promise<void>;
  close(): Promise<void>;
};

export type DepsOverrides = {
  clock?: Clock;
  random?: Random;
  log?: Logger;
  /** Where the embedded database lives; `memory://` keeps nothing. */
  embeddedFolder?: string;
  /** Whether this process drains the outbox by itself. */
  drain?: boolean;
};

/**
 * Builds everything that the domain is given: database (migrated), limits, providers, keys. The composition root. In the
 * embedded size it holds the data folder until it is closed: no second process may open the database in it.
 */
export async function createDeps(configured: Env, overrides: DepsOverrides = {}): Promise<OwnedDeps> {
  const embedded = configured.databaseUrl === null && overrides.embeddedFolder === undefined;
  const release = embedded ? await holdDataFolder(configured.dataDir) : () => {};
  try {
    const deps = await buildDeps(configured, overrides);
    return { ...deps, close: () => deps.close().finally(release) };
  } catch (error) {
    release();
    throw error;
  }
}

async function buildDeps(configured: Env, overrides: DepsOverrides): Promise<OwnedDeps> {
  const clock = overrides.clock ?? systemClock;
  const random = overrides.random ?? systemRandom;
  const log = overrides.log ?? createLogger(configured.logLevel);
  for (const variable of configured.ignored)
    log.warn({ variable }, "a variable that has no effect in this version is set");
  const { env, operatorKeyIsGenerated } = withGeneratedSecrets(withJwtSecret(configured, random), random);
  const db = await openDatabase({
    url: env.databaseUrl,
    folder: overrides.embeddedFolder ?? join(env.dataDir, "pglite"),
    migrationsFolder: join(process.cwd(), "db", "migrations"),
    clockOffsetSeconds: clock.offsetSeconds,
    party: currentParty,
    onIdleError: (error) => log.warn({ cause: error.message }, "an idle database connection was lost"),
  });
  const deferred = new Set<Promise<void>>();
  const defer = await deferrer(env, deferred);
  let nudge = () => {};
  const keyring = createKeyring(env.rootKeys, env.restoreEpoch);
  const egress = createEgress(env);
  const deps: Deps = {
    env,
    clock,
    random,
    keyring,
    db,
    limits: await openLimits(env.limitsStore, { clock, log }),
    delivery: createDelivery(env, { clock, log, keyring, egress }),
    egress,
    spray: createSprayBrake({ clock, db, log, random }),
    sessions: createSessionReader({ db, env }),
    caches: createCaches(clock),
    log,
    telemetry: telemetryOf(env, () => deps.nudge()),
    refusals: createRefusals(),
    jobs: createJobs(jobsOf(db)),
    defer: (task) => defer(() => task().catch((cause: unknown) => log.error({}, "deferred work failed", cause))),
    nudge: () => nudge(),
  };
  await db.migrate();
  const firstStart = await ensureInstallation(deps);
  if (env.rootKeys.length > 1) await reencryptStored(deps);
  const drainer = overrides.drain === false || env.vercel ? null : startDrainer(deps);
  if (drainer) nudge = drainer.nudge;
  // Nothing goes on between two requests there: what one has queued is done after its answer.
  else if (env.vercel) nudge = () => deps.defer(() => drainAfterwards(deps));
  const settle = async () => {
    while (deferred.size > 0) await Promise.all(deferred);
  };
  return {
    ...deps,
    operatorKeyIsGenerated,
    firstStart,
    settle,
    async close() {
      await drainer?.stop();
      await settle();
      await deps.jobs.stop();
      await deps.refusals.flush(deps).catch((cause: unknown) => log.error({}, "refusals could not be written", cause));
      await flushAll(deps).catch((cause: unknown) => log.error({}, "the last telemetry could not be written", cause));
      deps.delivery.close();
      deps.limits.close();
      await db.close();
    },
  };
}

/**
 * Everything that is done again and again, the outbox first: it feeds the others. A noun that has work of that kind adds
 * its job here.
 */
function jobsOf(db: Deps["db"]): readonly Job[] {
  const keepStatistics = statisticsKeeper({ db });
  return [
    {
      name: "outbox",
      everySeconds: 0,
      nudged: true,
      async run(deps) {
        const done = await drainOutbox(deps, resendFromOutbox);
        await keepStatistics(done);
        return done;
      },
    },
    webhookJob(),
    { name: "webhooks_off", everySeconds: 30, alone: true, run: endDisabled },
    { name: "webhooks_deleted", everySeconds: 30, alone: true, run: deleteLeftovers },
    NOTICES_JOB,
    DOMAINS_JOB,
    { name: "signing keys", everySeconds: 3600, alone: true, run: rotateOldSigningKeys },
    { name: "quotas", everySeconds: 30, alone: true, run: warnOfQuotas },
    { name: "deletions", everySeconds: 60, alone: true, run: purgeDeletedCustomers },
    { name: "refusals", everySeconds: 1, run: (deps) => deps.refusals.flush(deps) },
    { name: "retention", everySeconds: 600, alone: true, run: retention() },
    ...USAGE_JOBS,
  ];
}

/** What one request has queued, and what this process holds; the rest is the scheduler's. */
async function drainAfterwards(deps: Deps): Promise<void> {
  await deps.jobs.drain(deps, AFTERWARDS_SECONDS, { own: true });
}

/**
 * How work is put off until after the answer. In a long-lived process it begins at once, beside the answer, and the end
 * waits for it; on a platform that freezes the process after each answer, Next keeps it awake (`after`).
 */
async function deferrer(env: Env, deferred: Set<Promise<void>>): Promise<(task: () => Promise<void>) => void> {
  function begin(task: () => Promise<void>): Promise<void> {
    const running = task();
    deferred.add(running);
    void running.finally(() => deferred.delete(running));
    return running;
  }
  if (!env.vercel) return (task) => void begin(task);
  const { after } = await import("next/server.js");
  return (task) => {
    try {
      after(() => begin(task));
    } catch {
      // Outside any request (the start of the process) there is no answer to wait for.
      void begin(task);
    }
  };
}

/** Nothing goes on between two requests on such a platform: each does what it has queued and counted after its answer. */
function telemetryOf(env: Env, flush: () => void): Telemetry {
  const telemetry = createTelemetry();
  if (!env.vercel) return telemetry;
  return {
    ...telemetry,
    note(noted) {
      telemetry.note(noted);
      flush();
    },
  };
}

function createCaches(clock: Clock): Caches {
  const small = { ttlSeconds: STALE_SECONDS, maxEntries: 10_000 };
  return {
    keys: createCache(clock, small),
    keyUses: createCache(clock, { ...small, ttlSeconds: KEY_USE_SECONDS }),
    accountUses: createCache(clock, { ...small, ttlSeconds: KEY_USE_SECONDS }),
    environments: createCache(clock, small),
    tenants: createCache(clock, small),
    // JWKS answers from memory while there is no database.
    signingKeys: createCache(clock, { ...small, staleOnError: true }),
    signatures: createCache(clock, { ttlSeconds: 900, maxEntries: 10_000 }),
    // A browser may read even the answer that says that there is no database.
    origins: createCache(clock, { ...small, staleOnError: true }),
    installation: createCache(clock, { ttlSeconds: 3600, maxEntries: 1 }),
    // A version never changes: what is kept for long is only what is still sent.
    templates: createCache(clock, { ttlSeconds: 3600, maxEntries: 200 }),
    stored: createCache(clock, { ttlSeconds: 60, maxEntries: 10_000 }),
    system: createCache(clock, { ttlSeconds: STALE_SECONDS, maxEntries: 1 }),
    consoles: createCache(clock, { ttlSeconds: STALE_SECONDS, maxEntries: 100 }),
  };
}

/** Personal mode has a secret of its own. */
function withJwtSecret(env: Env, random: Random): Env {
  if (env.personal === null || env.personal.jwtSecret !== null) return env;
  return { ...env, personal: { ...env.personal, jwtSecret: generatedJwtSecret(env.dataDir, random) } };
}

function withGeneratedSecrets(env: Env, random: Random): { env: Env; operatorKeyIsGenerated: boolean } {
  const needed = env.rootKeys.length === 0 || env.operatorKey === null;
  if (!needed || env.production) return { env, operatorKeyIsGenerated: false };
  const generated = generatedSecrets(env.dataDir, random);
  return {
    env: {
      ...env,
      rootKeys: env.rootKeys.length > 0 ? env.rootKeys : [{ id: 1, bytes: generated.rootSecret }],
      operatorKey: env.operatorKey ?? generated.operatorKey,
    },
    operatorKeyIsGenerated: env.operatorKey === null,
  };
}

declare global {
  /** One per process: the server's bundle and Next's each load this module, and must share what it builds. */
  var ninepinDeps: Promise<OwnedDeps> | undefined;
}

/** The deps of this process, built once. A failed start is tried again by the next call. */
export function getDeps(): Promise<OwnedDeps> {
  if (!globalThis.ninepinDeps) {
    const building = createDeps(processEnv());
    building.catch(() => {
      globalThis.ninepinDeps = undefined;
    });
    globalThis.ninepinDeps = building;
  }
  return globalThis.ninepinDeps;
}
