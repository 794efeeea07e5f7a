// What the runners of `npm test` report, as { passed, failed, failures: [name and why], skipped: [name and reason] }.
import { readFileSync } from "node:fs";
import { relative } from "node:path";
import { stripVTControlCharacters } from "node:util";

/** A step that is not a runner of tests counts as one. */
export function single(ok) {
  return { passed: ok ? 1 : 0, failed: ok ? 0 : 1, failures: [], skipped: [] };
}

/** A runner that ends badly without naming a test (a file that does not load, a server that does not start) has failed. */
function judged(counts, ok) {
  if (ok || counts.failed > 0) return counts;
  return { ...counts, failed: 1, failures: ["it ended badly, and no test says why"] };
}

/** The first lines of what went wrong: enough to know it by at the end of a long run. */
function why(text) {
  const lines = stripVTControlCharacters(text ?? "").split("\n");
  return lines
    .filter((line) => line.trim() !== "")
    .slice(0, 4)
    .join("\n    ")
    .slice(0, 600);
}

export function countVitest(report) {
  return (ok) => {
    const files = read(report)?.testResults ?? [];
    const tests = files.flatMap((file) => file.assertionResults);
    const skipped = tests.filter(({ status }) => !["passed", "failed"].includes(status));
    const counts = {
      passed: tests.filter(({ status }) => status === "passed").length,
      failed: tests.filter(({ status }) => status === "failed").length,
      failures: files.flatMap(({ name, message, assertionResults }) => [
        ...(message ? [`${file(name)}: ${why(message)}`] : []),
        ...assertionResults
          .filter(({ status }) => status === "failed")
          .map(({ fullName, failureMessages }) => `${file(name)}: ${fullName}\n    ${why(failureMessages[0])}`),
      ]),
      skipped: skipped.map(({ fullName, status, meta }) => `${fullName} (${meta?.note ?? status})`),
    };
    return judged(counts, ok);
  };
}

export function countPlaywright(report) {
  return (ok) => {
    const specs = (suite) => [...(suite.specs ?? []), ...(suite.suites ?? []).flatMap(specs)];
    const tests = (read(report)?.suites ?? [])
      .flatMap(specs)
      .flatMap((spec) => spec.tests.map((test) => ({ title: spec.title, file: spec.file, ...test })));
    const of = (...statuses) => tests.filter(({ status }) => statuses.includes(status));
    const counts = {
      passed: of("expected").length,
      failed: of("unexpected", "flaky").length,
      failures: of("unexpected", "flaky").map(({ title, file: name, results }) => {
        const broken = results.find(({ error }) => error);
        return `${name}: ${title}\n    ${why(broken?.error.message)}`;
      }),
      skipped: of("skipped").map(
        ({ title, annotations }) => `${title} (${annotations.map((each) => each.description ?? each.type).join(", ")})`,
      ),
    };
    return judged(counts, ok);
  };
}

function file(path) {
  return relative(process.cwd(), path);
}

function read(report) {
  try {
    return JSON.parse(readFileSync(report, "utf8"));
  } catch {
    return null;
  }
}
