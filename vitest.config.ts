import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { writeRoutes } from "./scripts/routes.mjs";

// The OpenAPI document is made from the table of routes, so the table is fresh before any test imports it.
writeRoutes();

const postgres = ["tests/support/postgres-setup.ts"];

export default defineConfig({
  resolve: { alias: { "@": fileURLToPath(new URL(".", import.meta.url)) } },
  test: {
    // Two cores: more workers than that only wait for each other, and PGlite takes 800 MB each.
    maxWorkers: 2,
    // A worker keeps what it has loaded and compiled for the next file: our modules hold nothing that a file could leave
    // to another, and loading them took a third of the time.
    isolate: false,
    // Properties over many inputs take their time on a busy machine; none of them waits for anything.
    testTimeout: 30_000,
    projects: [
      { extends: true, test: { name: "architecture", include: ["tests/architecture/**/*.test.ts"] } },
      { extends: true, test: { name: "unit", include: ["tests/unit/**/*.test.{ts,tsx}"], testTimeout: 30_000 } },
      {
        extends: true,
        test: {
          name: "api-pglite",
          include: ["tests/api/**/*.test.ts"],
          provide: { database: "pglite" },
          globalSetup: ["tests/support/pglite-setup.ts"],
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: "api-postgres",
          include: ["tests/api/**/*.test.ts"],
          provide: { database: "postgres" },
          globalSetup: postgres,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: "flows",
          include: ["tests/flows/**/*.test.ts"],
          provide: { database: "postgres" },
          globalSetup: postgres,
          // Several server processes share the cores with the tests: one file at a time.
          fileParallelism: false,
          isolate: true,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
