// What the browser tests need from the system: a Chromium. As root on Debian it is installed; elsewhere the way is told.
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { ROOT } from "./freshness.mjs";
import { runToEnd } from "./processes.mjs";

const DEBIAN_CHROMIUM = "/usr/bin/chromium";

/** Whether there is a browser now. */
export async function installBrowser() {
  if (existsSync(DEBIAN_CHROMIUM) || existsSync(playwrightsOwn())) return true;
  if (process.getuid?.() === 0 && existsSync("/usr/bin/apt-get")) {
    console.log("Installing Chromium (apt-get) …");
    const env = { DEBIAN_FRONTEND: "noninteractive" };
    await runToEnd("apt-get", ["update", "-qq"], { env });
    await runToEnd("apt-get", ["install", "-y", "-qq", "--no-install-recommends", "chromium"], { env });
    if (existsSync(DEBIAN_CHROMIUM)) return true;
  }
  console.error(
    "The browser tests need a Chromium: `apt-get install chromium` on Debian, `npx playwright install chromium` elsewhere.",
  );
  return false;
}

function playwrightsOwn() {
  const { chromium } = createRequire(join(ROOT, "package.json"))("@playwright/test");
  return chromium.executablePath();
}
