import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

const HANDLER = `export const dynamic = "force-dynamic";
export function GET() {
  return Response.json({});
}
`;

/** The Next application of one empty Route Handler, built once for each version of Next. Answers its folder. */
export function buildEmptyApp(): string {
  const { version } = JSON.parse(readFileSync("node_modules/next/package.json", "utf8"));
  const folder = resolve(`.build/bench/empty-next-${version}`);
  if (existsSync(join(folder, ".next", "BUILD_ID"))) return folder;
  mkdirSync(join(folder, "app/api/empty"), { recursive: true });
  writeFileSync(join(folder, "app/api/empty/route.js"), HANDLER);
  const config = { poweredByHeader: false, outputFileTracingRoot: process.cwd() };
  writeFileSync(join(folder, "next.config.mjs"), `export default ${JSON.stringify(config)};\n`);
  // Not Turbopack, which takes proxy.ts and instrumentation.ts from the folders above: then it would not be empty.
  const built = spawnSync(process.execPath, [resolve("node_modules/next/dist/bin/next"), "build", "--webpack"], {
    cwd: folder,
    env: { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
    encoding: "utf8",
  });
  if (built.status !== 0) throw new Error(`The empty application was not built:\n${built.stdout}${built.stderr}`);
  return folder;
}
