import type { CallExpression, MemberExpression, NewExpression, VisitorObject } from "oxc-parser";
import { describe, expect, it } from "vitest";
import { place, type SourceFile, under, visit } from "./sources";

/** The places where a visitor finds what is forbidden, over files of the product. */
function findings(
  files: readonly SourceFile[],
  visitor: (found: (node: { start: number }) => void, source: SourceFile) => VisitorObject,
): string[] {
  return files.flatMap((source) => {
    const places: string[] = [];
    visit(
      source,
      visitor((node) => places.push(place(source, node.start)), source),
    );
    return places;
  });
}

const isName = (node: { type: string; name?: unknown }, name: string) =>
  node.type === "Identifier" && node.name === name;

/** `object.property`, written with a dot or with a literal in brackets. */
function isMember(node: MemberExpression, object: string, property: string): boolean {
  const { property: key } = node;
  const named = key.type === "Identifier" ? key.name : key.type === "Literal" ? key.value : null;
  return isName(node.object, object) && named === property;
}

const product = under("app/", "components/", "db/", "emails/", "lib/", "server.ts", "proxy.ts", "instrumentation.ts");
const outside = (files: readonly SourceFile[], ...prefixes: string[]) =>
  files.filter((source) => !prefixes.some((prefix) => source.path.startsWith(prefix)));

describe("what comes from outside is passed in", () => {
  it("the environment is read in lib/core/env.ts only", () => {
    // Next's start-up hook asks which runtime it was compiled for; the bundler answers, not the environment.
    const found = findings(outside(product, "lib/core/env.ts", "instrumentation.ts"), (report) => ({
      MemberExpression: (node) => {
        if (isMember(node, "process", "env")) report(node);
      },
      ImportDeclaration: (node) => {
        const names = node.specifiers.map((each) => (each.type === "ImportSpecifier" ? each.local.name : ""));
        if (node.source.value === "node:process" && names.includes("env")) report(node);
      },
    }));
    expect(found).toEqual([]);
  });

  it("the clock and randomness are read in lib/core only", () => {
    const random = ["randomBytes", "randomInt", "randomUUID", "randomFill", "randomFillSync", "getRandomValues"];
    const clock = (node: MemberExpression) => isMember(node, "Date", "now") || isMember(node, "Math", "random");
    const called = (node: CallExpression | NewExpression) => isName(node.callee, "Date") && node.arguments.length === 0;
    const files = outside(under("app/", "db/", "emails/", "lib/"), "lib/core/");
    const found = findings(files, (report) => ({
      MemberExpression: (node) => {
        if (clock(node)) report(node);
        else if (node.property.type === "Identifier" && random.includes(node.property.name)) report(node);
      },
      NewExpression: (node) => {
        if (called(node)) report(node);
      },
      ImportSpecifier: (node) => {
        if (node.imported.type === "Identifier" && random.includes(node.imported.name)) report(node);
      },
    }));
    expect(found).toEqual([]);
  });

  // What a busy machine takes its time for is right all the same: what came first is shown, or measured in tests/bench.
  it("no test measures how long something took", () => {
    const tests = under("tests/").filter(({ path }) => /\.(test|spec)\.tsx?$/.test(path));
    const found = findings(outside(tests, "tests/bench/"), (report, { text }) => ({
      BinaryExpression: (node) => {
        if (node.operator === "-" && text.startsWith("performance.now()", node.left.start)) report(node);
      },
    }));
    expect(found).toEqual([]);
  });

  it("a Response is made in lib/http only", () => {
    const found = findings(outside(product, "lib/http/"), (report) => ({
      NewExpression: (node) => {
        if (isName(node.callee, "Response") || isName(node.callee, "NextResponse")) report(node);
      },
      MemberExpression: (node) => {
        for (const method of ["json", "redirect", "error"]) if (isMember(node, "Response", method)) report(node);
      },
    }));
    // The proxy answers for pages in Next's own way; it decides nothing about the API.
    expect(found.filter((at) => !at.startsWith("proxy.ts"))).toEqual([]);
  });
});
