// Builds what `npm start` runs: the table of routes, the server (.build/server.mjs) and the pages (.next).
//
//   node scripts/build.mjs              everything
//   node scripts/build.mjs --server     the table and the server only; Next compiles the rest as it is asked for
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { build } from "esbuild";
import { forgetBuild, ROOT, rememberBuild, sourcesHash } from "./freshness.mjs";
import { writeRoutes } from "./routes.mjs";

/** The long-lived server with our own modules in one file. Packages stay outside: Next cannot be bundled. */
async function buildServer() {
  await build({
    absWorkingDir: ROOT,
    entryPoints: ["server.ts"],
    outfile: ".build/server.mjs",
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node24",
    packages: "external",
    alias: { "@": ROOT },
    jsx: "automatic",
    sourcemap: "linked",
    logLevel: "warning",
  });
}

function buildPages() {
  const { status } = spawnSync(process.execPath, [join(ROOT, "node_modules/next/dist/bin/next"), "build"], {
    cwd: ROOT,
    env: { ...process.env, NEXT_TELEMETRY_DISABLED: "1" },
    stdio: ["ignore", "inherit", "inherit"],
  });
  if (status !== 0) process.exit(status ?? 1);
}

const serverOnly = process.argv.includes("--server");
writeRoutes();
if (serverOnly) {
  await buildServer();
} else {
  const hash = sourcesHash();
  forgetBuild();
  await buildServer();
  buildPages();
  rememberBuild(hash);
}
