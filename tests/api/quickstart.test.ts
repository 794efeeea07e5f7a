import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ensureQuickstart } from "@/lib/customers";
import { startApp, type TestApp } from "@/tests/support/app";
import { readQuickstart } from "@/tests/support/installation";

let app: TestApp;
const parent = mkdtempSync(join(tmpdir(), "ninepin-quickstart-"));
const dataDir = join(parent, "not", "yet");

beforeAll(async () => {
  app = await startApp({ env: { NINEPIN_DATA_DIR: dataDir } });
});
afterAll(async () => {
  await app.close();
  rmSync(parent, { recursive: true, force: true });
});

describe("the first start on a machine", () => {
  it("makes the data folder for quickstart.json where nothing else has needed one, for its owner alone", async () => {
    const made = await ensureQuickstart(app.deps, true);
    expect(made?.isNew).toBe(true);
    expect(readQuickstart(dataDir).secret_key).toBe(made?.secretKey);
    expect(statSync(dataDir).mode & 0o777).toBe(0o700);
    expect(statSync(join(dataDir, "quickstart.json")).mode & 0o777).toBe(0o600);
  });
});
