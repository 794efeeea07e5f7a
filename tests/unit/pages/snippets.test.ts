import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { requestCodeCommand } from "@/components/keys/snippets";

test("an address with a quote in it stays one argument of the pasted command", () => {
  const command = requestCodeCommand({
    appUrl: "http://localhost:3000",
    key: "np_test_sk_x",
    email: "o'hara@example.com",
  });
  const seen = execFileSync("sh", ["-c", `curl() { for part; do printf '%s\\n' "$part"; done; }\n${command}`], {
    encoding: "utf8",
  });
  expect(seen.trim().split("\n").at(-1)).toBe(`{"email":"o'hara@example.com"}`);
  expect(seen).toContain("X-API-Key: np_test_sk_x");
});
