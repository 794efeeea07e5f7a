import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createJobs, type Job } from "@/lib/outbox";
import { startApp, type TestApp } from "@/tests/support/app";
import { call, operator, signIn, signUp, type Tenant, told } from "@/tests/support/tenants";

const CRON_SECRET = "np_cron_for_the_tests_0123456789";
const cron = { headers: { authorization: `Bearer ${CRON_SECRET}` } };
const PATH = "/api/jobs/drain";

let app: TestApp;
let tenant: Tenant;

beforeAll(async () => {
  app = await startApp({ drain: false, env: { CRON_SECRET } });
  tenant = await signUp(app, "owner@acme.dev");
});

afterAll(() => app.close());

const statement = (name: string, text: string) => ({ name, text });
const queued = () => app.deps.db.run(statement("test_queued", "SELECT id FROM outbox WHERE due_at <= now()"), []);

describe("POST and GET /api/jobs/drain", () => {
  it("does what is due and tells how much each job did, for the scheduler and the operator", async () => {
    await signIn(app, tenant.test, "ada@example.com");
    expect((await queued()).length).toBeGreaterThan(0);
    const { status, body } = await call(app, "POST", PATH, cron);
    expect(status).toBe(200);
    expect(body.jobs).toContainEqual({ name: "outbox", status: "done", rows: expect.any(Number) });
    expect(await queued()).toEqual([]);
    expect(told(await call(app, "GET", PATH, cron))).toBe("200");
    expect(told(await call(app, "POST", PATH, operator))).toBe("200");
  });

  it("is closed to everybody else", async () => {
    expect(told(await call(app, "POST", PATH))).toBe("401 missing_authorization");
    for (const token of ["np_cron", `${CRON_SECRET}x`, CRON_SECRET.slice(1), tenant.live.secret]) {
      expect(told(await call(app, "POST", PATH, { token }))).toBe("401 invalid_token");
      expect(told(await call(app, "GET", PATH, { token }))).toBe("401 invalid_token");
    }
    expect(told(await call(app, "POST", PATH, { key: CRON_SECRET }))).toBe("401 invalid_token");
  });

  it("opens nothing else to the scheduler", async () => {
    expect(told(await call(app, "GET", "/api/admin/queues", cron))).toBe("401 invalid_token");
    expect(told(await call(app, "GET", "/api/test/messages", cron))).toBe("401 invalid_api_key");
    const { environmentId, secret } = tenant.test;
    const config = `/api/admin/config?environment_id=${environmentId}`;
    expect(told(await call(app, "GET", config, cron))).toBe("401 invalid_api_key");
    expect(told(await call(app, "GET", config, operator)), "which the operator may").toBe("200");
    expect(told(await call(app, "POST", "/api/auth/introspect", { ...cron, body: { token: secret } }))).toBe(
      "401 invalid_api_key",
    );
    expect(told(await call(app, "GET", "/api/auth/me", cron))).toBe("401 invalid_token");
  });
});

describe("GET /api/admin/queues", () => {
  it("tells the operator what waits, since when, and when each job ran last", async () => {
    await signIn(app, tenant.test, "grace@example.com");
    app.clock.advance(30);
    const before = await call(app, "GET", "/api/admin/queues", operator);
    expect(before.body.queues).toContainEqual({
      name: "event",
      waiting: expect.any(Number),
      due: expect.any(Number),
      oldest_at: expect.any(String),
      late_seconds: expect.any(Number),
    });
    expect(JSON.stringify(before.body.queues)).toMatch(/"name":"event","waiting":[1-9]/);
    app.clock.advance(3600);
    // The first also writes down what was refused until now, the second moves that on.
    for (let times = 0; times < 2; times += 1) await call(app, "POST", PATH, operator);
    const { body } = await call(app, "GET", "/api/admin/queues", operator);
    expect(body.queues).toContainEqual({ name: "event", waiting: 0, due: 0, oldest_at: null, late_seconds: 0 });
    expect(body.jobs).toContainEqual(expect.objectContaining({ name: "retention", failed_at: null }));
  });
});

describe("jobs", () => {
  /** A job that ends when it is let go, and counts how often it began. */
  function held(job: Partial<Job> = {}) {
    const state = { begun: 0, atOnce: 0, most: 0, release: () => {}, aborted: false };
    const made: Job = {
      name: `held ${randomUUID()}`,
      everySeconds: 60,
      async run(_deps, signal) {
        state.begun += 1;
        state.atOnce += 1;
        state.most = Math.max(state.most, state.atOnce);
        await new Promise<void>((resolve) => {
          state.release = resolve;
          signal.addEventListener("abort", () => {
            state.aborted = true;
            resolve();
          });
        });
        state.atOnce -= 1;
        return 1;
      },
      ...job,
    };
    return { state, job: made };
  }

  it("run by their interval, and never twice at once in a process", async () => {
    const { state, job } = held();
    const jobs = createJobs([job]);
    jobs.tick(app.deps);
    jobs.tick(app.deps);
    app.clock.advance(61);
    jobs.tick(app.deps);
    expect(state.begun).toBe(1);
    state.release();
    await expect.poll(() => state.atOnce).toBe(0);
    jobs.tick(app.deps);
    await expect.poll(() => state.begun).toBe(2);
    await jobs.stop();
    expect(state).toMatchObject({ begun: 2, most: 1, aborted: true });
  });

  it("run once more when they are nudged while they run, however often", async () => {
    const { state, job } = held({ nudged: true });
    const jobs = createJobs([job]);
    for (let times = 0; times < 10; times += 1) jobs.nudge(app.deps);
    expect(state.begun).toBe(1);
    state.release();
    await expect.poll(() => state.begun).toBe(2);
    state.release();
    await expect.poll(() => state.atOnce).toBe(0);
    expect(state).toMatchObject({ begun: 2, most: 1 });
    await jobs.stop();
  });

  it("are logged when they fail, and run again", async () => {
    let runs = 0;
    const failing: Job = {
      name: "failing",
      everySeconds: 600,
      alone: true,
      async run() {
        runs += 1;
        if (runs === 1) throw new Error("out of order");
        return 7;
      },
    };
    const jobs = createJobs([failing]);
    expect(await jobs.drain(app.deps, 5)).toEqual([{ name: "failing", status: "failed", rows: 0 }]);
    expect(app.log.join("")).toContain("out of order");
    expect(await jobs.drain(app.deps, 5)).toEqual([{ name: "failing", status: "waiting", rows: 0 }]);
    app.clock.advance(61);
    expect(await jobs.drain(app.deps, 5)).toEqual([{ name: "failing", status: "done", rows: 7 }]);
    await jobs.stop();
  });

  it("that run alone run in one process at a time, and in another one soon after that one died", async () => {
    const first = held({ name: "alone", alone: true });
    const second = held({ name: "alone", alone: true });
    const [here, there] = [createJobs([first.job]), createJobs([second.job])];
    here.tick(app.deps);
    await expect.poll(() => first.state.begun).toBe(1);
    expect(await there.drain(app.deps, 5)).toEqual([{ name: "alone", status: "waiting", rows: 0 }]);
    // The first never comes back.
    app.clock.advance(16);
    there.tick(app.deps);
    await expect.poll(() => second.state.begun).toBe(1);
    await Promise.all([here.stop(), there.stop()]);
  });

  it("that take longer than the budget go on, and the drain says so", async () => {
    const { state, job } = held();
    const quick: Job = { name: "quick", everySeconds: 1, run: async () => 3 };
    const jobs = createJobs([quick, job]);
    expect(await jobs.drain(app.deps, 0.05)).toEqual([
      { name: "quick", status: "done", rows: 3 },
      { name: job.name, status: "running", rows: 0 },
    ]);
    expect(state.atOnce).toBe(1);
    await jobs.stop();
    expect(await jobs.drain(app.deps, 1)).toEqual([]);
  });
});
