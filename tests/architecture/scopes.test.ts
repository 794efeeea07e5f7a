import { describe, expect, it } from "vitest";
import { routes } from "@/.generated/routes";
import type { Auth } from "@/lib/http/authenticate";
import { listOperations } from "@/lib/http/openapi";
import { isKeyScope, PUBLISHABLE_SCOPES } from "@/lib/keys/scopes";

/** Who may call an endpoint by nothing but a key. Where a user's token is needed, a key beside it adds nothing. */
const BY_KEY: ReadonlySet<Auth> = new Set<Auth>(["api-key", "secret-key", "secret-key-or-operator", "admin"]);

const operations = await listOperations(routes);
const nameOf = ({ method, path }: (typeof operations)[number]) => `${method} ${path}`;

describe("an endpoint that takes a key", () => {
  const taking = operations.filter(({ endpoint }) => BY_KEY.has(endpoint.auth));

  it("names the scope that the key needs", () => {
    expect(taking.length).toBeGreaterThan(5);
    expect(taking.filter(({ endpoint }) => !endpoint.needs || !isKeyScope(endpoint.needs)).map(nameOf)).toEqual([]);
  });

  it("needs no more than a publishable key can have, where it takes one", () => {
    const beyond = taking.filter(
      ({ endpoint: { auth, needs } }) => auth === "api-key" && needs && !PUBLISHABLE_SCOPES.includes(needs),
    );
    expect(beyond.map(nameOf)).toEqual([]);
  });

  it("needs a scope to write where it writes, and one to read where it reads", () => {
    const admin = taking.filter(({ path }) => path.startsWith("/api/admin/"));
    const wrong = admin.filter(({ method, endpoint }) => (method === "GET") !== endpoint.needs?.endsWith(":read"));
    expect(wrong.map(nameOf)).toEqual([]);
  });
});

describe("any other endpoint", () => {
  it("names none: nothing would check it", () => {
    const others = operations.filter(({ endpoint }) => !BY_KEY.has(endpoint.auth) && endpoint.needs);
    expect(others.map(nameOf)).toEqual([]);
  });
});
