import { mkdtempSync, realpathSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { holdDataFolder } from "@/lib/core/data-folder";

describe("holding the data folder", () => {
  let parent: string;
  beforeEach(() => {
    parent = mkdtempSync(join(realpathSync(tmpdir()), "ninepin-hold-"));
  });
  afterEach(() => rmSync(parent, { recursive: true }));

  it("makes the folder, refuses a second holder with the folder's name, and lets the next one in after the first", async () => {
    const folder = join(parent, "deep", "data");
    const release = await holdDataFolder(folder);
    await expect(holdDataFolder(folder)).rejects.toThrow(`Another Ninepin is running on ${folder}`);
    release();
    const again = await holdDataFolder(folder);
    again();
  });

  it("sees through another spelling of the same folder", async () => {
    const release = await holdDataFolder(join(parent, "data"));
    symlinkSync(join(parent, "data"), join(parent, "link"));
    await expect(holdDataFolder(join(parent, "link"))).rejects.toThrow("Another Ninepin");
    release();
  });

  it("keeps different folders apart", async () => {
    const one = await holdDataFolder(join(parent, "one"));
    const two = await holdDataFolder(join(parent, "two"));
    one();
    two();
  });
});
