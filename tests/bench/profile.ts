import type { ChildProcess } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { z } from "zod";
import type { Contender } from "./contenders";
import { ask, LoadResult, type Scenario } from "./protocol";
import { CONNECTIONS } from "./slices";
import { formatTable, percent, precise } from "./table";

const CallFrame = z.object({ functionName: z.string(), url: z.string(), lineNumber: z.number() });
const Profile = z.object({
  nodes: z.array(z.looseObject({ id: z.number(), callFrame: CallFrame })),
  samples: z.array(z.number()),
  timeDeltas: z.array(z.number()),
  startTime: z.number(),
  endTime: z.number(),
});
type Profile = z.infer<typeof Profile>;

const SECONDS = 4;
const SHOWN = 30;
/** Waiting, and the profiler itself. */
const NOT_WORK = ["(idle)", "post node:inspector", "node:inspector"];

/** What a server spends its time on, by function and by package; whole profiles go to test-results/. */
export async function profile(
  load: ChildProcess,
  contender: Contender,
  scenario: Scenario,
  how = "through the own mount",
): Promise<string> {
  const order = { port: contender.port, apiKey: contender.apiKey, scenario, connections: CONNECTIONS };
  await ask(load, { ...order, seconds: SECONDS / 2 }, LoadResult);
  await ask(contender.process, "start-profile", z.object({}));
  const { done } = await ask(load, { ...order, seconds: SECONDS }, LoadResult);
  const taken = await ask(contender.process, "stop-profile", Profile);
  const title = `${scenario} ${how}`;
  mkdirSync("test-results", { recursive: true });
  writeFileSync(`test-results/${title.replaceAll(" ", "-")}.cpuprofile`, JSON.stringify(taken));
  const byFunction = sum(
    taken,
    ({ functionName, url, lineNumber }) =>
      `${functionName || "(anonymous)"} ${placeOf(url)}${url === "" ? "" : `:${lineNumber + 1}`}`,
  );
  const byPlace = sum(taken, ({ functionName, url }) => (url === "" ? functionName : placeOf(url)));
  return [list(`${title}, by function`, byFunction, done), list(`${title}, by package`, byPlace, done)].join("\n\n");
}

/** Microseconds by whatever name the frame is given. */
function sum(taken: Profile, nameOf: (frame: z.infer<typeof CallFrame>) => string): Map<string, number> {
  const names = new Map(taken.nodes.map(({ id, callFrame }) => [id, nameOf(callFrame)]));
  const sums = new Map<string, number>();
  taken.samples.forEach((id, index) => {
    const name = names.get(id) ?? "";
    sums.set(name, (sums.get(name) ?? 0) + (taken.timeDeltas[index] ?? 0));
  });
  return sums;
}

function placeOf(url: string): string {
  const inPackages = url.lastIndexOf("node_modules/");
  if (inPackages === -1) return url.startsWith("node:") ? url : url.slice(url.lastIndexOf("/") + 1);
  const [first = "", second = ""] = url.slice(inPackages + "node_modules/".length).split("/");
  return first.startsWith("@") ? `${first}/${second}` : first;
}

function list(title: string, sums: Map<string, number>, calls: number): string {
  const work = [...sums].filter(([name]) => !NOT_WORK.some((other) => name.startsWith(other)));
  const total = work.reduce((all, [, microseconds]) => all + microseconds, 0);
  const rows = work
    .sort((a, b) => b[1] - a[1])
    .slice(0, SHOWN)
    .map(([name, microseconds]) => [name, precise(microseconds / calls), percent(microseconds / total)]);
  return formatTable([title, "µs per call", "of all work"], rows);
}
