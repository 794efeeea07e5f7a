// What the runners of `npm test` report, as { passed, failed, skipped: [name and reason] }.
import { readFileSync } from "node:fs";

/** A step that is not a runner of tests counts as one. */
export function single(ok) {
  return { passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: [] };
}

/** A runner that ends badly without naming a test (a file that does not load, a server that does not start) has failed. */
function judged(counts, ok) {
  return !ok && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
}

export function countVitest(report) {
  return (ok) => {
    const tests = (read(report)?.testResults ?? []).flatMap((file) => file.assertionResults);
    const skipped = tests.filter(({ status }) => !["passed", "failed"].includes(status));
    const counts = {
      passed: tests.filter(({ status }) => status === "passed").length,
      failed: tests.filter(({ status }) => status === "failed").length,
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
      .flatMap((spec) => spec.tests.map((test) => ({ title: spec.title, ...test })));
    const of = (...statuses) => tests.filter(({ status }) => statuses.includes(status));
    const counts = {
      passed: of("expected").length,
      failed: of("unexpected", "flaky").length,
      skipped: of("skipped").map(
        ({ title, annotations }) => `${title} (${annotations.map((each) => each.description ?? each.type).join(", ")})`,
      ),
    };
    return judged(counts, ok);
  };
}

function read(report) {
  try {
    return JSON.parse(readFileSync(report, "utf8"));
  } catch {
    return null;
  }
}
