import { expect, it } from "vitest";
import { currentParty, onBehalfOf } from "@/lib/core/party";
import { createJobs } from "@/lib/outbox";
import { startApp } from "@/tests/support/app";

it("a job is nobody's in particular, whoever nudged it: it never waits among their own requests", async () => {
  const app = await startApp({ drain: false });
  const parties: string[] = [];
  const jobs = createJobs([
    {
      name: "told",
      everySeconds: 60,
      nudged: true,
      async run() {
        parties.push(currentParty());
        return 0;
      },
    },
  ]);
  onBehalfOf("a noisy environment", () => jobs.nudge(app.deps));
  await onBehalfOf("another", () => jobs.drain(app.deps, 5));
  await jobs.stop();
  await app.close();
  expect(new Set(parties)).toEqual(new Set([""]));
});
