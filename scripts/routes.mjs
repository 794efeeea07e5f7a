// Reads the API's routes from the folders under app/ and writes .generated/routes.ts, which server.ts mounts and the
// OpenAPI document is made from. A table written by hand would one day miss an endpoint that Next serves.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

/** How exact a segment of a pattern is: a literal, a parameter, or the rest of the path. */
const rank = (segment) => (segment.includes("{") ? 2 : segment.startsWith(":") ? 1 : 0);

/** Most specific first, since hono asks the patterns in the order in which they were registered. */
function compare(a, b) {
  const [left, right] = [a.path.split("/"), b.path.split("/")];
  for (let at = 0; at < Math.min(left.length, right.length); at++) {
    const byRank = rank(left[at]) - rank(right[at]);
    if (byRank !== 0) return byRank;
    if (left[at] !== right[at]) return left[at] < right[at] ? -1 : 1;
  }
  return left.length - right.length;
}

/** One of Next's folder names as a segment of a hono pattern; null where the folder is not part of the URL. */
export function toSegment(folder) {
  if (/^\(.+\)$/.test(folder)) return null;
  const rest = /^\[\.\.\.(\w+)\]$/.exec(folder);
  if (rest) return `:${rest[1]}{.+}`;
  const parameter = /^\[(\w+)\]$/.exec(folder);
  if (parameter) return `:${parameter[1]}`;
  if (/[[\]@()]/.test(folder)) throw new Error(`scripts/routes.mjs cannot mount a folder named "${folder}"`);
  return folder;
}

/** The table of routes: `[{ path, file, rest }]`, where `rest` names the parameter that takes the rest of the path. */
export function readRoutes(root = ROOT) {
  const files = ["app/api", "app/e"].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name === "route.ts")
      .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1)),
  );
  return files
    .map((file) => {
      const segments = file.split(/[\\/]/).slice(1, -1).map(toSegment).filter(Boolean);
      const rest = /^:(\w+)\{/.exec(segments.at(-1) ?? "")?.[1] ?? null;
      return { path: `/${segments.join("/")}`, file: file.replaceAll("\\", "/"), rest };
    })
    .sort(compare);
}

/** Writes the table where it differs from what is there, so that a watching compiler is not woken for nothing. */
export function writeRoutes(root = ROOT) {
  const rows = readRoutes(root).map(
    ({ path, file, rest }) =>
      `  { path: ${JSON.stringify(path)}, rest: ${JSON.stringify(rest)}, load: () => import("@/${file.replace(/\.ts$/, "")}") },`,
  );
  const text = [
    "// Made by scripts/routes.mjs from the folders under app/.",
    "export const routes = [",
    ...rows,
    "] as const;",
    "",
  ];
  const target = join(root, ".generated", "routes.ts");
  mkdirSync(dirname(target), { recursive: true });
  if (read(target) !== text.join("\n")) writeFileSync(target, text.join("\n"));
}

function read(file) {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return null;
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeRoutes();
