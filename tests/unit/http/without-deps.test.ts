import { afterEach, describe, expect, it } from "vitest";
import { GET as live } from "@/app/api/health/live/route";
import { GET as ready } from "@/app/api/health/ready/route";

const refused = () => Promise.reject(Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED" }));
const silent = () => new Promise<never>(() => {});

afterEach(() => {
  globalThis.ninepinDeps = undefined;
});

describe("a database that has not been reached since the start", () => {
  it.each([
    ["refuses", refused],
    ["says nothing", silent],
  ])("leaves the process alive while it %s", async (_, deps) => {
    globalThis.ninepinDeps = deps();
    const response = await live(new Request("http://localhost:3000/api/health/live"), {});
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ status: "ok", time: expect.stringMatching(/Z$/) });
    expect(response.headers.get("x-request-id")).toMatch(/^req_/);
  });

  it("is a 503 to everybody else, with the address of its page", async () => {
    globalThis.ninepinDeps = refused();
    const response = await ready(new Request("http://localhost:3000/api/health/ready"), {});
    expect([response.status, response.headers.get("retry-after")]).toEqual([503, "1"]);
    expect(await response.json()).toMatchObject({ type: "http://localhost:3000/docs/errors/unavailable" });
  });
});
