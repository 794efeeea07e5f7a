import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { build } from "esbuild";

/** A deliberate fault: in `file`, each of these texts, which must be there exactly once, becomes another. */
export type Mutation = { file: string; replace: readonly (readonly [text: string, by: string])[] };

/**
 * Bundles races-server.ts into a file of its own in `.build/`, with the mutations if there are any. Fails when a text to
 * be replaced is not there: a mutant that is no mutant would prove nothing.
 */
export function bundleServer(mutations: readonly Mutation[]): Promise<string> {
  return bundle("tests/support/races-server.ts", mutations);
}

/** The same with another entry. */
export async function bundle(entry: string, mutations: readonly Mutation[] = []): Promise<string> {
  const root = process.cwd();
  const outfile = join(root, ".build", `races-${randomUUID()}.mjs`);
  const pending = new Map(mutations.map((mutation) => [join(root, mutation.file), mutation]));
  await build({
    absWorkingDir: root,
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node24",
    packages: "external",
    alias: { "@": root },
    jsx: "automatic",
    logLevel: "warning",
    plugins: [
      {
        name: "mutations",
        setup({ onLoad }) {
          onLoad({ filter: /\.ts$/ }, async ({ path }) => {
            const mutation = pending.get(path);
            if (!mutation) return undefined;
            pending.delete(path);
            return { contents: mutate(await readFile(path, "utf8"), mutation), loader: "ts" };
          });
        },
      },
    ],
  });
  if (pending.size > 0) throw new Error(`The server does not contain ${[...pending.keys()].join(", ")}`);
  return outfile;
}

function mutate(source: string, { file, replace }: Mutation): string {
  return replace.reduce((text, [from, to]) => {
    const found = text.split(from).length - 1;
    if (found !== 1) throw new Error(`${file} has "${from}" ${found} times, not once: the mutant needs a new text`);
    return text.replace(from, () => to);
  }, source);
}
