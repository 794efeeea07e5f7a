import { execFile, execFileSync } from "node:child_process";
import { createServer } from "node:http";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { requestCodeCommand, requestCodeSnippets } from "@/components/keys/snippets";

test("an address with a quote in it stays one argument of the pasted command", () => {
  const command = requestCodeCommand({
    apiUrl: "http://localhost:3000",
    key: "np_test_sk_x",
    email: "o'hara@example.com",
  });
  const seen = execFileSync("sh", ["-c", `curl() { for part; do printf '%s\\n' "$part"; done; }\n${command}`], {
    encoding: "utf8",
  });
  expect(seen.trim().split("\n").at(-1)).toBe(`{"email":"o'hara@example.com"}`);
  expect(seen).toContain("X-API-Key: np_test_sk_x");
});

test("the first call runs as pasted in JavaScript, whatever is in the address, and Python has the same text", async () => {
  const got: unknown[] = [];
  const server = createServer(async (request, response) => {
    const body = (await request.toArray()).join("");
    got.push([request.method, request.url, request.headers["x-api-key"], JSON.parse(body)]);
    response.end('{"status":"ok"}');
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const apiUrl = `http://127.0.0.1:${address !== null && typeof address === "object" ? address.port : 0}`;
  const email = `o'hara"\\n\u2028@example.com`;
  const snippets = requestCodeSnippets({ apiUrl, key: "np_test_sk_x", email });
  const codeOf = (wanted: string) => snippets.find(({ name }) => name === wanted)?.code ?? "";
  const run = promisify(execFile)("node", ["--input-type=module", "-e", codeOf("node")]);
  expect((await run).stdout).toMatch(/^200 /);
  server.close();
  expect(got).toEqual([["POST", "/api/auth/request-otp", "np_test_sk_x", { email }]]);
  for (const text of [`${apiUrl}/api/auth/request-otp`, "np_test_sk_x", email]) {
    expect(codeOf("python")).toContain(JSON.stringify(text));
  }
});
