// Builds what `npm start` runs: the table of routes, the server (.build/server.mjs) and the pages (.next).
//
//   node scripts/build.mjs              everything
//   node scripts/build.mjs --server     the table and the server only; Next compiles the rest as it is asked for
//   node scripts/build.mjs --bench      the benchmark only (.build/bench/)
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { build } from "esbuild";
import { forgetBuild, ROOT, rememberBuild, sourcesHash } from "./freshness.mjs";
import { writeRoutes } from "./routes.mjs";

/** An entry with our own modules in one file. Packages stay outside: Next cannot be bundled. */
async function bundle(entry, outfile) {
  await build({
    absWorkingDir: ROOT,
    entryPoints: [entry],
    outfile,
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

/** A page that asks for the database while it is built fails here, instead of opening what a running server holds. */
const NO_DATABASE = { DATABASE_URL: "", NINEPIN_DATA_DIR: join(ROOT, "package.json", "no-database-while-building") };

function buildPages() {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(ROOT, "node_modules/next/dist/bin/next"), "build"],
    {
      cwd: ROOT,
      env: { ...process.env, ...NO_DATABASE, NEXT_TELEMETRY_DISABLED: "1" },
      encoding: "utf8",
      maxBuffer: 64 * 1024 * 1024,
    },
  );
  if (status === 0) return;
  // Only then does anyone want to read it: Next lists every page.
  process.stdout.write(`${stdout}${stderr}`);
  process.exit(status ?? 1);
}

writeRoutes();
if (process.argv.includes("--bench")) {
  const programs = [
    "main",
    "limits",
    "webhooks",
    "against",
    "spray",
    "memory",
    "delivery",
    "load",
    "bare-server",
    "empty-next",
    "probe",
  ];
  await Promise.all(programs.map((name) => bundle(`tests/bench/${name}.ts`, `.build/bench/${name}.mjs`)));
} else if (process.argv.includes("--server")) {
  await bundle("server.ts", ".build/server.mjs");
} else {
  const hash = sourcesHash();
  forgetBuild();
  await bundle("server.ts", ".build/server.mjs");
  buildPages();
  rememberBuild(hash);
}
