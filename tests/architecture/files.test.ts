import { basename } from "node:path";
import { describe, expect, it } from "vitest";
import { place, type SourceFile, sources, under, visit } from "./sources";

/** Files of which Next, or another tool, wants a default export. */
const DEFAULT_EXPORTS = [
  /^app\/(.*\/)?(page|layout|template|loading|error|global-error|not-found|default)\.tsx$/,
  /^app\/(.*\/)?(icon|apple-icon|opengraph-image|sitemap|robots|manifest)\.tsx?$/,
  /^(next|vitest|playwright|drizzle|postcss)\.config\.(ts|mjs)$/,
];

/** Names that say nothing about what is inside, so that everything ends up in them. */
const EMPTY_NAMES = /^(utils?|helpers?|common|types|misc|shared|constants)$/;

const MAX_LINES = 300;

const places = (found: (source: SourceFile) => string[]) => sources.flatMap(found);

describe("files", () => {
  it("have a default export only where a tool wants one", () => {
    const found = places((source) =>
      DEFAULT_EXPORTS.some((pattern) => pattern.test(source.path))
        ? []
        : source.exports.filter(({ name }) => name === "default").map(({ start }) => place(source, start)),
    );
    expect(found).toEqual([]);
  });

  it("name what they export, instead of passing on everything", () => {
    expect(
      places((source) => source.exports.filter(({ name }) => name === "*").map(({ start }) => place(source, start))),
    ).toEqual([]);
  });

  it("have names that say what they hold", () => {
    const segments = (path: string) => path.split("/").map((segment) => basename(segment).replace(/\..*$/, ""));
    const found = sources.filter((source) => segments(source.path).some((segment) => EMPTY_NAMES.test(segment)));
    expect(found.map((source) => source.path)).toEqual([]);
  });

  it(`have at most ${MAX_LINES} lines`, () => {
    const long = places((source) => {
      const lines = source.text.split("\n").length - 1;
      return lines > MAX_LINES ? [`${source.path}: ${lines} lines`] : [];
    });
    expect(long).toEqual([]);
  });

  it("cast nothing but constants", () => {
    const found = places((source) => {
      const casts: string[] = [];
      visit(source, {
        TSAsExpression: ({ typeAnnotation, start }) => {
          const isConst = source.text.slice(typeAnnotation.start, typeAnnotation.end) === "const";
          if (!isConst) casts.push(place(source, start));
        },
        TSTypeAssertion: ({ start }) => {
          casts.push(place(source, start));
        },
        TSNonNullExpression: ({ start }) => {
          casts.push(place(source, start));
        },
      });
      return casts;
    });
    expect(found).toEqual([]);
  });

  it("of lib/ say what each function they export is for", () => {
    const found = under("lib/").flatMap((source) =>
      source.program.body.flatMap((statement) => {
        if (statement.type !== "ExportNamedDeclaration" || statement.declaration?.type !== "FunctionDeclaration")
          return [];
        const documented = source.comments.some(
          (comment) =>
            comment.type === "Block" &&
            comment.value.startsWith("*") &&
            comment.end < statement.start &&
            source.text.slice(comment.end, statement.start).trim() === "",
        );
        return documented || isOverloaded(source, statement.declaration.id?.name)
          ? []
          : [place(source, statement.start)];
      }),
    );
    expect(found).toEqual([]);
  });

  it("know no machine's folders", () => {
    const local = /(?<![\w.:])\/(?:home|root|work|Users)\/\w+/;
    const found = places((source) => {
      const at = source.text.search(local);
      return at >= 0 ? [place(source, at)] : [];
    });
    expect(found).toEqual([]);
  });
});

/** The comment of an overloaded function stands at its first signature, not at its body. */
function isOverloaded(source: SourceFile, name: string | undefined): boolean {
  return source.program.body.some(
    (statement) =>
      statement.type === "ExportNamedDeclaration" &&
      statement.declaration?.type === "TSDeclareFunction" &&
      statement.declaration.id?.name === name,
  );
}
