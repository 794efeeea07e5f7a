import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readRoutes, toSegment } from "@/scripts/routes.mjs";

describe("the table of routes", () => {
  let root: string;
  const add = (file: string) => {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), "");
  };
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "ninepin-routes-"));
    add("app/e/[environment]/.well-known/jwks.json/route.ts");
  });
  afterEach(() => rmSync(root, { recursive: true }));

  it("has a hono pattern for each route.ts, most specific first", () => {
    add("app/api/[...path]/route.ts");
    add("app/api/auth/sessions/[id]/route.ts");
    add("app/api/auth/sessions/route.ts");
    add("app/api/auth/sessions/contract.ts");
    add("app/api/(inner)/health/live/route.ts");
    expect(readRoutes(root).map(({ path }) => path)).toEqual([
      "/api/auth/sessions",
      "/api/auth/sessions/:id",
      "/api/health/live",
      "/api/:path{.+}",
      "/e/:environment/.well-known/jwks.json",
    ]);
  });

  it("names the parameter that takes the rest of the path", () => {
    add("app/api/[...path]/route.ts");
    expect(readRoutes(root)[0]).toEqual({ path: "/api/:path{.+}", file: "app/api/[...path]/route.ts", rest: "path" });
  });

  it("refuses folders that hono has no pattern for, instead of passing them over", () => {
    for (const folder of ["[[...path]]", "@slot", "(.)photo"]) expect(() => toSegment(folder)).toThrow(folder);
  });
});
