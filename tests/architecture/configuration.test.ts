import { readFileSync } from "node:fs";
import type { CallExpression } from "oxc-parser";
import { describe, expect, it } from "vitest";
import { under, visit } from "./sources";

/** Set by the platform that runs us, or by tools: nobody configures them. */
const PLATFORM = ["NEXTAUTH_URL", "NODE_ENV", "VERCEL", "VERCEL_ENV"];

/** The names that lib/core/env.ts and the parts of it read: `has("X")`, `read("X", …)`, and `source.X`. */
function variablesRead(): string[] {
  const names = new Set<string>();
  const isVariable = (text: unknown): text is string => typeof text === "string" && /^[A-Z][A-Z0-9_]+$/.test(text);
  for (const source of under("lib/core/env")) {
    visit(source, {
      CallExpression: (node: CallExpression) => {
        const [first] = node.arguments;
        if (first?.type === "Literal" && isVariable(first.value)) names.add(first.value);
      },
      MemberExpression: ({ property }) => {
        if (property.type === "Identifier" && isVariable(property.name)) names.add(property.name);
      },
    });
  }
  return [...names].filter((name) => !PLATFORM.includes(name)).sort();
}

describe(".env.example", () => {
  const lines = readFileSync(".env.example", "utf8").split("\n");
  const listed = lines.flatMap((line) => /^#?\s?([A-Z][A-Z0-9_]+)=/.exec(line)?.[1] ?? []).sort();

  it("lists every variable that is read, and no other", () => {
    expect(listed).toEqual(variablesRead());
  });

  it("sets nothing, so that a copy of it changes nothing", () => {
    expect(lines.filter((line) => line !== "" && !line.startsWith("#"))).toEqual([]);
  });
});
