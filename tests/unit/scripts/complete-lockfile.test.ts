import { describe, expect, it } from "vitest";
import { missingEntries } from "@/scripts/complete-lockfile.mjs";

const lock = (packages: Record<string, object>) => ({ packages: { "": {}, ...packages } });

describe("completing the lockfile", () => {
  it("adds what npm dropped, with the platform that its name tells", () => {
    const missing = missingEntries(
      lock({
        "node_modules/tool": {
          version: "1.0.0",
          dev: true,
          optionalDependencies: {
            "@tool/linux-x64": "1.0.0",
            "@tool/darwin-arm64": "1.0.0",
            "@tool/linux-arm64-musl": "1.0.0",
          },
        },
        "node_modules/@tool/linux-x64": { version: "1.0.0" },
      }),
    );
    expect(missing).toEqual({
      "node_modules/@tool/darwin-arm64": {
        version: "1.0.0",
        cpu: ["arm64"],
        dev: true,
        optional: true,
        os: ["darwin"],
      },
      "node_modules/@tool/linux-arm64-musl": {
        version: "1.0.0",
        cpu: ["arm64"],
        dev: true,
        libc: ["musl"],
        optional: true,
        os: ["linux"],
      },
    });
  });

  it("gives the top to the package near the root, and nests another version beside the package that wants it", () => {
    const missing = missingEntries(
      lock({
        "node_modules/old/node_modules/tool": {
          version: "0.9.0",
          optionalDependencies: { "@tool/win32-x64": "0.9.0" },
        },
        "node_modules/tool": { version: "1.0.0", optionalDependencies: { "@tool/win32-x64": "1.0.0" } },
      }),
    );
    expect(Object.fromEntries(Object.entries(missing).map(([path, { version }]) => [path, version]))).toEqual({
      "node_modules/@tool/win32-x64": "1.0.0",
      "node_modules/old/node_modules/tool/node_modules/@tool/win32-x64": "0.9.0",
    });
  });

  it("is content with a version that a range allows, wherever Node would find it", () => {
    const missing = missingEntries(
      lock({
        "node_modules/a/node_modules/tool": { version: "1.0.0", optionalDependencies: { "tool-linux-x64": "^1.0.0" } },
        "node_modules/a/node_modules/tool-linux-x64": { version: "1.2.0" },
      }),
    );
    expect(missing).toEqual({});
  });
});
