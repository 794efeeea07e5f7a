// Whether what is installed and what is built still belong to the sources. Built-ins only: `npm start` asks this before
// anything is installed, on whatever Node runs npm.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

/** Everything that ends in the build. What is not there yet is passed over. */
const SOURCES = [
  "app",
  "components",
  "db",
  "emails",
  "lib",
  "public",
  "scripts/build.mjs",
  "scripts/routes.mjs",
  "instrumentation.ts",
  "next.config.ts",
  "package-lock.json",
  "postcss.config.mjs",
  "proxy.ts",
  "server.ts",
  "tsconfig.build.json",
  "tsconfig.json",
];

const STAMP = join(ROOT, ".build", "stamp");

/**
 * Whether node_modules holds what the lockfile asks for, read from the lockfile that npm leaves inside it. A package
 * for another platform may be missing; one left out because NODE_ENV is production may not.
 */
export function isInstalled() {
  const wanted = readJson("package-lock.json")?.packages;
  const present = readJson("node_modules/.package-lock.json")?.packages;
  if (!wanted || !present) return false;
  return Object.entries(wanted).every(
    ([path, entry]) =>
      path === "" || (present[path] ? present[path].version === entry.version : entry.optional === true),
  );
}

/** Whether .build and .next were built from the sources as they are now. */
export function isBuilt() {
  return existsSync(join(ROOT, ".next", "BUILD_ID")) && readText(".build/stamp") === sourcesHash();
}

/** A build that is interrupted must not pass for one that ended, hence the stamp goes first and comes back last. */
export function forgetBuild() {
  rmSync(STAMP, { force: true });
}

export function rememberBuild(hash) {
  mkdirSync(dirname(STAMP), { recursive: true });
  writeFileSync(STAMP, hash);
}

/** One hash over the names and contents of all sources (contents, since a clone or a checkout changes every time stamp). */
export function sourcesHash() {
  const hash = createHash("sha256");
  for (const file of SOURCES.flatMap(filesUnder).sort()) {
    hash
      .update(`${file}\0`)
      .update(readFileSync(join(ROOT, file)))
      .update("\0");
  }
  return hash.digest("hex");
}

function filesUnder(path) {
  const full = join(ROOT, path);
  if (!existsSync(full)) return [];
  if (statSync(full).isFile()) return [path];
  return readdirSync(full)
    .map((name) => `${path}/${name}`)
    .flatMap(filesUnder);
}

function readText(path) {
  try {
    return readFileSync(join(ROOT, path), "utf8");
  } catch {
    return null;
  }
}

function readJson(path) {
  const text = readText(path);
  return text === null ? null : JSON.parse(text);
}
