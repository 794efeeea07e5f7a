import { describe, expect, it } from "vitest";
import { z } from "zod";
import { systemClock } from "@/lib/core/clock";
import { isNinepinError, NinepinError } from "@/lib/core/errors";
import { answer, textAnswer } from "@/lib/http/answer";
import { checkHost } from "@/lib/http/check-host";
import { readClient } from "@/lib/http/client";
import { endpoint } from "@/lib/http/endpoint";
import { parseInput, parseParams } from "@/lib/http/parse";
import { patternOf } from "@/lib/http/pattern";
import { readQuery, refuseCredentials, searchOf } from "@/lib/http/read-query";
import { record } from "@/lib/http/record";
import { reply } from "@/lib/http/reply";
import { newRequestId } from "@/lib/http/request-id";
import { createTelemetry } from "@/lib/usage";

function caught(work: () => unknown): NinepinError {
  try {
    work();
  } catch (error) {
    if (isNinepinError(error)) return error;
    throw error;
  }
  throw new Error("Nothing was thrown");
}

describe("newRequestId", () => {
  it("makes ids that are all different and safe in a header and a log", () => {
    const ids = Array.from({ length: 1000 }, newRequestId);
    expect(new Set(ids).size).toBe(1000);
    for (const id of ids) expect(id).toMatch(/^req_[0-9a-z]{24}$/);
  });

  it("makes ids that sort as the requests came, however many come in one millisecond", () => {
    const ids = Array.from({ length: 50_000 }, newRequestId);
    expect(ids).toEqual(ids.toSorted());
  });
});

describe("checkHost", () => {
  const asked = (headers: Record<string, string>, path = "/api/health") =>
    new Request(`http://localhost:3000${path}`, { headers });
  const from = (host: string, path?: string) => asked({ host }, path);
  const env = (...apiHosts: string[]) => ({ apiHosts, appUrl: "https://auth.example.com" });

  it("serves every host where none is named", () => {
    expect(() => checkHost(asked({}), env())).not.toThrow();
  });

  it("serves the named hosts alone, by name or with the port", () => {
    for (const host of ["api.example.com", "API.example.com", "api.example.com:8443"]) {
      expect(() => checkHost(from(host), env("api.example.com"))).not.toThrow();
    }
    expect(() => checkHost(from("localhost:3000"), env("localhost:3000"))).not.toThrow();
    for (const host of ["auth.example.com", "api.example.com.evil.example", "", "localhost:3001"]) {
      expect(caught(() => checkHost(from(host), env("api.example.com", "localhost:3000"))).code).toBe("not_found");
    }
  });

  it("serves at APP_URL what its own addresses name, wherever the API is: an issuer's keys, and callbacks", () => {
    for (const path of ["/e/1/.well-known/jwks.json", "/api/hooks/twilio/s?environment=1"]) {
      expect(() => checkHost(from("auth.example.com", path), env("api.example.com"))).not.toThrow();
      expect(caught(() => checkHost(from("evil.example", path), env("api.example.com"))).code).toBe("not_found");
    }
    for (const path of ["/api/hooks", "/api/auth/me?next=/e/1/", "/api/e/1/"]) {
      expect(caught(() => checkHost(from("auth.example.com", path), env("api.example.com"))).code).toBe("not_found");
    }
  });

  it("does not believe a forwarded host", () => {
    const request = asked({ host: "auth.example.com", "x-forwarded-host": "api.example.com" });
    expect(caught(() => checkHost(request, env("api.example.com"))).code).toBe("not_found");
  });
});

describe("readClient", () => {
  const ip = (forwarded: string) => readClient(new Headers({ "x-forwarded-for": forwarded }), "req_a").ip;

  it("takes the one stamped address and nothing that looks like a list or a name", () => {
    expect(ip("203.0.113.9")).toBe("203.0.113.9");
    expect(ip("2001:db8::1")).toBe("2001:db8::1");
    for (const forged of ["1.2.3.4, 5.6.7.8", "1.2.3.4:80", "localhost", "", "1.2.3"]) expect(ip(forged)).toBeNull();
    expect(readClient(new Headers(), "req_a")).toEqual({ ip: null, userAgent: null, requestId: "req_a" });
  });

  it("keeps a bounded part of the user agent", () => {
    expect(readClient(new Headers({ "user-agent": "x".repeat(5000) }), "req_a").userAgent).toHaveLength(512);
  });
});

describe("query", () => {
  it("is read without parsing the address", () => {
    expect(searchOf("http://localhost/a")).toBe("");
    expect(readQuery(searchOf("http://localhost/a?limit=2&to=ada%40x.dev"))).toEqual({ limit: "2", to: "ada@x.dev" });
  });

  it.each(["?a=1&a=2", "?a=%00", "?%00=a", "?__proto__=1"])("refuses %s", (search) => {
    expect(caught(() => readQuery(search)).code).toBe("invalid_request");
  });

  it.each([
    "?api_key=np_test_sk_x",
    "?apikey=x",
    "?x=1&API-KEY=x",
    "?access_token=a.b.c",
    "?q=np_live_sk_x",
    "?np_rt_x",
  ])("refuses a credential in the address: %s", (search) => {
    expect(caught(() => refuseCredentials(search)).code).toBe("invalid_request");
  });

  it("takes an address without a credential", () => {
    expect(() => refuseCredentials("?to=ada%40x.dev&wait=10")).not.toThrow();
  });
});

describe("parseInput", () => {
  const Schema = z.strictObject({ a: z.string(), b: z.strictObject({ c: z.number() }).optional() });

  it("names every field that does not fit, unknown ones too", () => {
    const error = caught(() => parseInput(Schema, { a: 1, b: { c: 1, d: 2 }, e: 3 }));
    expect(error.code).toBe("invalid_request");
    expect(error.options.fields?.map(({ path }) => path)).toEqual(["a", "b.d", "e"]);
    expect(error.options.fields?.at(-1)?.message).toBe("Unknown field");
  });

  it("says at most twenty fields, and no name in full that goes on for ever", () => {
    const many = Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`x${index}`.padEnd(300, "y"), 1]));
    const { fields = [] } = caught(() => parseInput(Schema, { a: "", ...many })).options;
    expect(fields).toHaveLength(20);
    expect(Math.max(...fields.map(({ path }) => path.length))).toBe(100);
  });

  it("lets a contract throw a code of its own", () => {
    const throwing = z.string().transform(() => {
      throw new NinepinError("identifier_required");
    });
    expect(caught(() => parseInput(throwing, "a")).code).toBe("identifier_required");
  });

  it("takes a path that names nothing for something that is not there", () => {
    expect(caught(() => parseParams(z.object({ id: z.uuid() }), { id: "../x\0" })).code).toBe("not_found");
  });
});

describe("patternOf", () => {
  it.each([
    ["http://h/api/auth/me", {}, "/api/auth/me"],
    ["http://h/api/auth/sessions/42?x=/1", { id: "42" }, "/api/auth/sessions/{id}"],
    ["http://h/api/a%2Fb", { id: "a/b" }, "/api/{id}"],
    ["http://h/api/x/y/z", { path: ["x", "y", "z"] }, "/api/{path}"],
    ["http://h/api/%zz", { id: "%zz" }, "/api/{id}"],
  ])("puts the names back into %s", (url, params, expected) => {
    expect(patternOf(url, params)).toBe(expected);
  });
});

describe("reply", () => {
  const AT = { requestId: "req_a", appUrl: "http://localhost:3000" };
  const declared = { summary: "s", auth: "public", run: async () => ({ a: 1 }) } as const;
  const made = endpoint({ ...declared, reply: z.object({ a: z.number() }) });

  it("answers JSON that nobody keeps, and drops what the contract does not name", async () => {
    const response = reply(made, { a: 1, secret_hash: "x" }, AT);
    expect([response.status, await response.text()]).toEqual([200, '{"a":1}']);
    expect(Object.fromEntries(response.headers)).toEqual({
      "cache-control": "no-store",
      "content-type": "application/json",
      "referrer-policy": "no-referrer",
      vary: "Origin",
      "x-content-type-options": "nosniff",
      "x-request-id": "req_a",
    });
  });

  it("takes a reply that does not fit for a bug", () => {
    expect(() => reply(made, { a: "1" }, AT)).toThrow("does not fit its contract");
  });

  it("answers 204 without a reply, another status where one is chosen, and lets be kept what may be", async () => {
    const empty = endpoint({ summary: "s", auth: "public", run: async () => undefined });
    expect(reply(empty, undefined, AT).status).toBe(204);
    expect(reply(made, answer({ status: 503, body: { a: 1 } }), AT).status).toBe(503);
    const kept = reply({ ...made, cacheSeconds: 300 }, { a: 1 }, AT);
    expect(kept.headers.get("cache-control")).toBe("public, max-age=300");
  });

  it("answers a declared kind of text as a file, whole or piece by piece", async () => {
    const listing = endpoint({ ...declared, reply: z.object({ a: z.number() }), texts: ["text/csv"] });
    const whole = reply(listing, textAnswer({ type: "text/csv", fileName: 'a"b\r\nx.csv', text: "a\r\n1" }), AT);
    expect(whole.headers.get("content-type")).toBe("text/csv; charset=utf-8");
    expect(whole.headers.get("content-disposition")).toBe('attachment; filename="a_b__x.csv"');
    expect(await whole.text()).toBe("a\r\n1");
    async function* pieces() {
      yield "a\n";
      yield "ü";
    }
    const piecemeal = reply(listing, textAnswer({ type: "text/csv", fileName: "a.csv", text: pieces() }), AT);
    expect(await piecemeal.text()).toBe("a\nü");
    const undeclared = textAnswer({ type: "application/jsonl", fileName: "a", text: "" });
    expect(() => reply(listing, undeclared, AT)).toThrow("does not list application/jsonl");
  });
});

describe("record", () => {
  const lines: { level: string; fields: Record<string, unknown>; cause: unknown }[] = [];
  const keep = (level: string) => (fields: Record<string, unknown>, _: string, cause?: unknown) => {
    lines.push({ level, fields, cause });
  };
  const log = { debug: keep("debug"), info: keep("info"), warn: keep("warn"), error: keep("error") };
  const deps = { clock: systemClock, log, telemetry: createTelemetry() };
  const request = new Request("http://h/api/x?to=ada%40example.com", { method: "POST" });
  const answered = { request, route: "/api/x", ms: 1.23456, requestId: "req_a", scope: null };
  const answer = (status: number) => new Response(null, { status });

  it("writes one line, as an error with its cause only where we failed", () => {
    const cause = new Error("no row");
    record(deps, { ...answered, response: answer(200), error: null });
    record(deps, { ...answered, response: answer(404), error: new NinepinError("not_found") });
    record(deps, { ...answered, response: answer(500), error: new NinepinError("internal", { cause }) });
    expect(lines.map(({ level, fields }) => [level, fields.status, fields.code])).toEqual([
      ["info", 200, undefined],
      ["info", 404, "not_found"],
      ["error", 500, "internal"],
    ]);
    expect(lines[2]?.cause).toBe(cause);
    expect(lines[0]?.fields).toMatchObject({ method: "POST", route: "/api/x", ms: 1.235, request_id: "req_a" });
    expect(deps.telemetry.take().logs, "nothing is known of nobody's requests").toEqual([]);
  });
});
