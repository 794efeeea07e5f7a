import { expect, it } from "vitest";
import { resolveOwn, sources } from "./sources";

it("no file imports itself through others", () => {
  const graph = new Map(
    sources.map((source) => [
      source.path,
      source.imports
        .filter((each) => each.own && !each.typeOnly)
        .map((each) => resolveOwn(each.target))
        .filter((target) => target !== null),
    ]),
  );
  const cycles: string[] = [];
  const done = new Set<string>();
  const walk = (path: string, trail: readonly string[]): void => {
    const at = trail.indexOf(path);
    if (at >= 0) cycles.push([...trail.slice(at), path].join(" → "));
    if (at >= 0 || done.has(path)) return;
    for (const target of graph.get(path) ?? []) walk(target, [...trail, path]);
    done.add(path);
  };
  for (const path of graph.keys()) walk(path, []);
  expect(cycles).toEqual([]);
});
