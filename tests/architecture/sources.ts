import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Comment, type Program, parseSync, Visitor, type VisitorObject } from "oxc-parser";

/** One import, `export … from` or `import()` of a file. */
type Import = {
  /** Our own file, as a path from the root, or the name of a package (`node:fs` is `node`). */
  target: string;
  own: boolean;
  typeOnly: boolean;
};

/** A source file, read by a real parser. */
export type SourceFile = {
  path: string;
  text: string;
  program: Program;
  comments: Comment[];
  imports: Import[];
  /** Names it exports; `default` among them, `*` for all of another file's. */
  exports: { name: string; start: number; typeOnly: boolean }[];
};

const FOLDERS = ["app", "components", "db", "emails", "lib", "scripts", "tests"];
const SOURCE = /\.(ts|tsx|mjs)$/;

/** Every file of ours, whether or not something imports it. */
export const sources: readonly SourceFile[] = [
  ...readdirSync(".").filter((name) => SOURCE.test(name) && name !== "next-env.d.ts"),
  ...FOLDERS.filter((folder) => existsSync(folder)).flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: "utf8" })
      .map((name) => join(folder, name).replaceAll("\\", "/"))
      .filter((path) => SOURCE.test(path)),
  ),
]
  .sort()
  .map(readSource);

const paths: ReadonlySet<string> = new Set(sources.map((source) => source.path));

/** The sources whose path begins with one of these. */
export function under(...prefixes: string[]): readonly SourceFile[] {
  return sources.filter((source) => prefixes.some((prefix) => source.path.startsWith(prefix)));
}

/** Goes through a file's syntax. */
export function visit(source: SourceFile, visitor: VisitorObject): void {
  new Visitor(visitor).visit(source.program);
}

/** Where something stands, for a message: `lib/core/env.ts:12`. */
export function place(source: SourceFile, start: number): string {
  return `${source.path}:${source.text.slice(0, start).split("\n").length}`;
}

/** The file that an import of ours means: the path itself, with an extension, or the folder's index. */
export function resolveOwn(target: string): string | null {
  const candidates = ["", ".ts", ".tsx", ".mjs", "/index.ts", "/index.tsx"].map((suffix) => target + suffix);
  return candidates.find((path) => paths.has(path)) ?? null;
}

function readSource(path: string): SourceFile {
  const text = readFileSync(path, "utf8");
  const { program, comments, module, errors } = parseSync(path, text);
  if (errors.length > 0) throw new Error(`${path} cannot be parsed: ${errors[0]?.message}`);
  const imports: Import[] = [];
  const add = (specifier: string, typeOnly: boolean) => imports.push({ ...locate(path, specifier), typeOnly });
  for (const { moduleRequest, entries } of module.staticImports) {
    add(moduleRequest.value, entries.length > 0 && entries.every((entry) => entry.isType));
  }
  for (const { moduleRequest } of module.dynamicImports) {
    const literal = /^(["'])(.*)\1$/.exec(text.slice(moduleRequest.start, moduleRequest.end));
    if (literal?.[2]) add(literal[2], false);
  }
  const exports: SourceFile["exports"] = [];
  for (const { entries } of module.staticExports) {
    for (const { moduleRequest, exportName, importName, isType, start } of entries) {
      if (moduleRequest) add(moduleRequest.value, isType);
      const name =
        importName.kind === "AllButDefault" ? "*" : exportName.kind === "Default" ? "default" : exportName.name;
      exports.push({ name: name ?? "*", start, typeOnly: isType });
    }
  }
  return { path, text, program, comments, imports, exports };
}

/** What a specifier in a file means, without looking at the disk. */
function locate(from: string, specifier: string): { target: string; own: boolean } {
  if (specifier.startsWith("@/")) return { target: specifier.slice(2), own: true };
  if (specifier.startsWith(".")) return { target: join(from, "..", specifier).replaceAll("\\", "/"), own: true };
  if (specifier.startsWith("node:")) return { target: "node", own: false };
  const parts = specifier.split("/");
  return { target: specifier.startsWith("@") ? parts.slice(0, 2).join("/") : specifier, own: false };
}
