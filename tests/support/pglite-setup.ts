import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { openDatabase } from "@/db/client";

/** Before a project on the embedded size: one migrated folder of PGlite's, from which each file gets a copy. */
export async function setup(project: TestProject): Promise<() => void> {
  const home = mkdtempSync(join(tmpdir(), "ninepin-pglite-"));
  const folder = join(home, "template");
  const template = await openDatabase({
    url: null,
    folder,
    migrationsFolder: "db/migrations",
    clockOffsetSeconds: () => 0,
    onIdleError: () => undefined,
  });
  await template.migrate();
  await template.close();
  project.provide("pglite", { template: folder });
  return () => rmSync(home, { recursive: true, force: true });
}
