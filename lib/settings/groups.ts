import { isDeepStrictEqual } from "node:util";
import { z } from "zod";

/** Settings as data: groups of fields, on the wire's names. */
export type Groups = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** Anything that is stored or typed as settings, as groups of fields. */
export const Groups = z.record(z.string(), z.record(z.string(), z.unknown()));

/** Fields with a value per channel: each channel is a setting of its own. Any other field is one value, lists included. */
const BY_CHANNEL: readonly string[] = ["codes.length", "codes.lifetime_seconds", "channels.providers"];

/** One setting, by its dotted name. */
type Leaf = { path: string; value: unknown };

/** A setting that differs: what it was and what it is. */
export type SettingChange = { path: string; before: unknown; after: unknown };

const Fields = z.record(z.string(), z.unknown());

/** Every setting of some groups, one by one, in their order. */
export function leavesOf(groups: Groups): Leaf[] {
  return Object.entries(groups).flatMap(([group, fields]) =>
    Object.entries(fields).flatMap(([field, value]) => {
      const path = `${group}.${field}`;
      const channels = BY_CHANNEL.includes(path) ? Fields.safeParse(value) : null;
      if (!channels?.success) return [{ path, value }];
      return Object.entries(channels.data).map(([channel, of]) => ({ path: `${path}.${channel}`, value: of }));
    }),
  );
}

/** The groups that such settings make. */
export function groupsOf(leaves: readonly Leaf[]): Record<string, Record<string, unknown>> {
  const groups: Record<string, Record<string, unknown>> = {};
  for (const { path, value } of leaves) {
    const [group = "", field = "", channel] = path.split(".");
    const fields = groups[group] ?? {};
    groups[group] = fields;
    fields[field] = channel === undefined ? value : { ...Fields.catch({}).parse(fields[field]), [channel]: value };
  }
  return groups;
}

/** `base` with everything that `over` says. Fields are merged within their group, channels within their field. */
export function mergeGroups(base: Groups, over: Groups): Groups {
  return groupsOf([...leavesOf(base), ...leavesOf(over)].filter(({ value }) => value !== undefined));
}

/** What `groups` says otherwise than `base`. */
export function differing(base: Groups, groups: Groups): Groups {
  const known = new Map(leavesOf(base).map(({ path, value }) => [path, value]));
  return groupsOf(leavesOf(groups).filter(({ path, value }) => !isDeepStrictEqual(known.get(path), value)));
}

/** Every setting that differs between two, by name: what it was and what it is. */
export function diffGroups(before: Groups, after: Groups): SettingChange[] {
  const old = new Map(leavesOf(before).map(({ path, value }) => [path, value]));
  return leavesOf(after)
    .map(({ path, value }) => ({ path, before: old.get(path) ?? null, after: value ?? null }))
    .filter((change) => !isDeepStrictEqual(change.before, change.after));
}
