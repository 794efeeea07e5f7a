import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { setImmediate as nextTurn } from "node:timers/promises";
import { transformSync } from "esbuild";
import { describe, expect, it } from "vitest";
import { writeOncePerTurn } from "@/lib/core/logger";

describe("the lines of one turn of the event loop", () => {
  it("are handed on together, once, in their order", async () => {
    const written: string[] = [];
    const lines = writeOncePerTurn((text) => written.push(text));
    lines.write("one\n");
    lines.write("two\n");
    await Promise.resolve();
    lines.write("three\n");
    expect(written).toEqual([]);
    await nextTurn();
    expect(written).toEqual(["one\ntwo\nthree\n"]);
    lines.write("four\n");
    await nextTurn();
    expect(written).toEqual(["one\ntwo\nthree\n", "four\n"]);
  });

  it("are handed on at once when asked for, and not again", async () => {
    const written: string[] = [];
    const lines = writeOncePerTurn((text) => written.push(text));
    lines.flush();
    lines.write("one\n");
    lines.flush();
    expect(written).toEqual(["one\n"]);
    lines.write("two\n");
    await nextTurn();
    await nextTurn();
    expect(written).toEqual(["one\n", "two\n"]);
  });
});

/** A process of its own that logs; `log` and `other` are two loggers of it. */
function logging(script: string) {
  const source = transformSync(readFileSync("lib/core/logger.ts", "utf8"), { loader: "ts" }).code;
  const program = `${source}\nconst log = createLogger("info");\nconst other = createLogger("info");\n${script}`;
  return spawn(process.execPath, ["--input-type=module", "-e", program], { stdio: ["ignore", "pipe", "ignore"] });
}

async function outcomeOf(script: string): Promise<{ code: number | null; messages: string[] }> {
  const child = logging(script);
  let text = "";
  child.stdout.setEncoding("utf8").on("data", (part: string) => {
    text += part;
    if (text.includes('"ready"')) child.kill("SIGTERM");
  });
  const [code] = await once(child, "close");
  const messages = text.trimEnd().split("\n");
  return { code, messages: messages.map((line) => JSON.parse(line).msg) };
}

describe("what a process has logged is written", () => {
  it.each([
    ["comes to its end", "", 0],
    ["exits", "process.exit(3);", 3],
    ["fails with an error that nobody catches", "throw new Error('not caught');", 1],
    ["fails with a promise that nobody catches", "await Promise.reject(new Error('not caught'));", 1],
    ["fails a moment later", "setTimeout(() => { log.info({}, 'third'); throw new Error('x'); }, 5);", 1],
  ])("when it %s", async (_, end, code) => {
    const outcome = await outcomeOf(`log.info({}, "first"); other.warn({}, "second"); ${end}`);
    expect(outcome.code).toBe(code);
    expect(outcome.messages.slice(0, 2)).toEqual(["first", "second"]);
    if (end.includes("third")) expect(outcome.messages).toEqual(["first", "second", "third"]);
  });

  it("when it is told to stop, up to the last line", async () => {
    const outcome = await outcomeOf(`
      process.on("SIGTERM", () => { log.info({}, "stopping"); process.exit(0); });
      log.info({}, "ready");
      setInterval(() => {}, 1000);`);
    expect(outcome).toEqual({ code: 0, messages: ["ready", "stopping"] });
  });

  it("whole and in order when it is more than a pipe holds", async () => {
    const outcome = await outcomeOf(`for (let at = 0; at < 20_000; at++) log.info({}, "line " + at); process.exit(0);`);
    expect(outcome.messages).toEqual(Array.from({ length: 20_000 }, (_, at) => `line ${at}`));
  });
});

it("A process goes on when nobody reads what it logs any more", async () => {
  const child = logging(`
    process.on("SIGTERM", () => setTimeout(() => process.exit(7), 50));
    setInterval(() => log.info({}, "to nobody"), 1);`);
  await once(child.stdout, "data");
  child.stdout.destroy();
  child.kill("SIGTERM");
  const [code] = await once(child, "close");
  expect(code).toBe(7);
});
