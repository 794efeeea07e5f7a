// What the tests need from the system: a Chromium and a Redis. As root on Debian they are installed; elsewhere the way
// is told.
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { delimiter, join } from "node:path";
import { ROOT } from "./freshness.mjs";
import { runToEnd } from "./processes.mjs";

const DEBIAN_CHROMIUM = "/usr/bin/chromium";

/** Whether there is a browser now. */
export function installBrowser() {
  return ensure({
    isThere: () => existsSync(DEBIAN_CHROMIUM) || existsSync(playwrightsOwn()),
    name: "chromium",
    hint: "The browser tests need a Chromium: `apt-get install chromium` on Debian, `npx playwright install chromium` elsewhere.",
  });
}

/** Whether there is a Redis server now. */
export function installRedis() {
  return ensure({
    isThere: () => (process.env.PATH ?? "").split(delimiter).some((folder) => existsSync(join(folder, "redis-server"))),
    name: "redis-server",
    hint: "The tests of limits need a redis-server: `apt-get install redis-server` on Debian, `brew install redis` on a Mac.",
  });
}

async function ensure({ isThere, name, hint }) {
  if (isThere()) return true;
  if (process.getuid?.() === 0 && existsSync("/usr/bin/apt-get")) {
    console.log(`Installing ${name} (apt-get) …`);
    // Nothing is started by it: the tests have a Redis of their own.
    const env = { DEBIAN_FRONTEND: "noninteractive", RUNLEVEL: "1" };
    await runToEnd("apt-get", ["update", "-qq"], { env });
    await runToEnd("apt-get", ["install", "-y", "-qq", "--no-install-recommends", name], { env });
    if (isThere()) return true;
  }
  console.error(hint);
  return false;
}

function playwrightsOwn() {
  const { chromium } = createRequire(join(ROOT, "package.json"))("@playwright/test");
  return chromium.executablePath();
}
