import { describe, expect, it } from "vitest";
import { readRoutes } from "@/scripts/routes.mjs";
import { place, type SourceFile, under, visit } from "./sources";

const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

const endpoints = under("app/api/", "app/e/").filter(({ path }) => path.endsWith("/route.ts"));

/** The statements of a file that are neither an import, nor `export const { GET, … } = route({ … })`, nor an alias. */
function others(source: SourceFile): string[] {
  return source.program.body
    .filter((statement) => {
      if (statement.type === "ImportDeclaration") return false;
      if (statement.type !== "ExportNamedDeclaration") return true;
      if (statement.source?.value.endsWith("/route")) return false;
      const declared = statement.declaration;
      if (declared?.type !== "VariableDeclaration") return true;
      const init = declared.declarations[0]?.init;
      return !(init?.type === "CallExpression" && init.callee.type === "Identifier" && init.callee.name === "route");
    })
    .map(({ start }) => place(source, start));
}

describe("a route.ts of the API", () => {
  it("is mounted, every one", () => {
    expect(endpoints.map(({ path }) => path).sort()).toEqual(
      readRoutes()
        .map(({ file }) => file)
        .sort(),
    );
  });

  it("does nothing but declare", () => {
    expect(endpoints.flatMap(others)).toEqual([]);
  });

  it("answers all seven methods, so that none falls through to Next's own answer", () => {
    const found = endpoints.map(({ path, exports }) => ({ path, names: exports.map(({ name }) => name).sort() }));
    expect(found.filter(({ names }) => names.join() !== [...METHODS].sort().join())).toEqual([]);
  });

  it("decides nothing", () => {
    const decisions = endpoints.flatMap((source) => {
      const found: string[] = [];
      const report = ({ start }: { start: number }) => {
        found.push(place(source, start));
      };
      visit(source, {
        IfStatement: report,
        SwitchStatement: report,
        ForStatement: report,
        ForOfStatement: report,
        WhileStatement: report,
        TryStatement: report,
        ThrowStatement: report,
      });
      return found;
    });
    expect(decisions).toEqual([]);
  });
});
