import { existsSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { defineConfig, devices } from "@playwright/test";
import { freePort } from "./tests/support/free-port";

// Each worker reads this file again: the port and the folder are chosen once and handed on through the environment.
process.env.NINEPIN_E2E_PORT ??= String(await freePort());
process.env.NINEPIN_E2E_DNS_PORT ??= String(await freePort());
process.env.NINEPIN_E2E_SMTP_PORT ??= String(await freePort());
process.env.NINEPIN_E2E_TWILIO_PORT ??= String(await freePort());
process.env.NINEPIN_E2E_DATA_DIR ??= mkdtempSync(join(tmpdir(), "ninepin-e2e-"));

const { NINEPIN_E2E_PORT: port, NINEPIN_E2E_DATA_DIR: dataDir, NINEPIN_E2E_DNS_PORT: dnsPort } = process.env;
const { NINEPIN_E2E_SMTP_PORT: smtpPort, NINEPIN_E2E_TWILIO_PORT: twilioPort } = process.env;
const appUrl = `http://localhost:${port}`;

/** Debian's browser where it is installed, Playwright's own elsewhere. */
const debian = existsSync("/usr/bin/chromium");
const quiet = ["--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];
const sandboxless = ["--no-sandbox", "--disable-gpu", "--disable-quic"];

export default defineConfig({
  testDir: "tests/e2e",
  workers: 2,
  retries: 0,
  // Nothing waits for a clock: what has not come by then, on however busy a machine, does not come.
  timeout: 90_000,
  expect: { timeout: 20_000 },
  forbidOnly: true,
  reporter: [["list"], ["json", { outputFile: process.env.PLAYWRIGHT_JSON_OUTPUT_NAME ?? "test-results/report.json" }]],
  use: {
    ...devices["Desktop Chrome"],
    baseURL: appUrl,
    trace: "retain-on-failure",
    launchOptions: debian ? { executablePath: "/usr/bin/chromium", args: [...quiet, ...sandboxless] } : { args: quiet },
  },
  // The production build on the embedded size, as a new user has it; only the folder is its own.
  webServer: {
    command: "node .build/server.mjs",
    url: `${appUrl}/api/health/ready`,
    env: {
      NODE_ENV: "production",
      PORT: port,
      NINEPIN_DATA_DIR: dataDir,
      LOG_LEVEL: "warn",
      // Names are looked up at the DNS server of the test that needs one: nothing is asked of the outside.
      DNS_SERVERS: `127.0.0.1:${dnsPort}`,
      // A customer's mail server and the installation's Twilio, where a test has them: nobody is there else.
      EGRESS_ALLOW: `127.0.0.1:${smtpPort}`,
      TWILIO_ACCOUNT_SID: `AC${"0".repeat(32)}`,
      TWILIO_AUTH_TOKEN: "the-auth-token-of-the-browser-tests",
      TWILIO_VERIFY_SERVICE_SID: `VA${"0".repeat(32)}`,
      TWILIO_BASE_URL: `http://127.0.0.1:${twilioPort}`,
    },
    stdout: "ignore",
    stderr: "pipe",
    timeout: 60_000,
    gracefulShutdown: { signal: "SIGTERM", timeout: 20_000 },
  },
});
