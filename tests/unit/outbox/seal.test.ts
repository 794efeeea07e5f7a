import { randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { TakenEvent } from "@/db/queries/events";
import { systemRandom } from "@/lib/core/random";
import { createKeyring } from "@/lib/core/secrets";
import { commitmentOf, isEnd, keyIdOfLink, linkOf, sealEvents } from "@/lib/outbox/seal";

const FIRST = "01a1f8ad-2394-7366-95f4-50bb1d98e4e1";
const SECOND = "01a1f8ad-2394-7366-95f4-50bb1d98e4e2";
const secret = randomBytes(32);
const keyring = createKeyring([{ id: 7, bytes: secret }], 0);
const deps = { keyring, random: systemRandom };

const event = (environmentId: string, type: string): TakenEvent => ({
  id: "01a1f8ad-2394-7366-95f4-50bb1d98e4f0",
  environment_id: environmentId,
  type,
  data: '{"a": 1}',
  context: null,
  at: "2026-11-20T12:00:00.000000Z",
});
const newHead = (environmentId: string) => ({
  environment_id: environmentId,
  seq: 0,
  link: Buffer.alloc(0),
  mac: null,
});

describe("the seal", () => {
  it("numbers each environment's entries without gaps and links each to the one before", () => {
    const events = [event(FIRST, "a"), event(SECOND, "b"), event(FIRST, "c")];
    const { entries, heads } = sealEvents(deps, events, [newHead(FIRST), newHead(SECOND)]);
    expect(entries.map(({ environment_id, seq }) => [environment_id, seq])).toEqual([
      [FIRST, 1],
      [SECOND, 1],
      [FIRST, 2],
    ]);
    const [a, , c] = entries;
    const again = linkOf(keyring, {
      environmentId: FIRST,
      previous: a?.link ?? Buffer.alloc(0),
      seq: 2,
      commitment: c?.commitment ?? Buffer.alloc(0),
    });
    expect(c?.link).toEqual(again);
    expect(heads.find(({ environment_id }) => environment_id === FIRST)).toMatchObject({ seq: 2, link: c?.link });
  });

  it("holds an entry to its environment, its number, its content and the entry before it", () => {
    const entry = { environmentId: FIRST, previous: randomBytes(34), seq: 2, commitment: randomBytes(32) };
    const others = [
      { ...entry, environmentId: SECOND },
      { ...entry, previous: randomBytes(34) },
      { ...entry, seq: 3 },
      { ...entry, commitment: randomBytes(32) },
    ];
    const links = [entry, ...others].map((each) => linkOf(keyring, each)?.toString("hex"));
    expect(new Set(links).size).toBe(5);
    expect(linkOf(keyring, { ...entry })?.toString("hex")).toBe(links[0]);
  });

  it("proves where a chain ends: no other number, link or environment goes with that proof", () => {
    const { heads } = sealEvents(deps, [event(FIRST, "a"), event(FIRST, "b")], [newHead(FIRST)]);
    const [end] = heads;
    if (!end) throw new Error("The chain has no end");
    expect(isEnd(keyring, end)).toBe(true);
    for (const other of [{ seq: 1 }, { link: randomBytes(34) }, { environment_id: SECOND }, { mac: null }]) {
      expect(isEnd(keyring, { ...end, ...other })).toBe(false);
    }
    expect(isEnd(keyring, newHead(FIRST)), "one that has not begun").toBe(true);
  });

  it("commits to every part of an entry, and hides it behind a nonce", () => {
    const nonce = randomBytes(16);
    const whole = event(FIRST, "a");
    const parts = ["id", "environment_id", "type", "data", "context", "at"] as const;
    const changed = parts.map((part) => commitmentOf(nonce, { ...whole, [part]: `${whole[part]}.` }).toString("hex"));
    const commitments = [commitmentOf(nonce, whole), commitmentOf(randomBytes(16), whole)];
    expect(new Set([...changed, ...commitments.map((each) => each.toString("hex"))]).size).toBe(parts.length + 2);
  });

  it("cannot be made without the secret, and says which one made it", () => {
    const entry = { environmentId: FIRST, previous: Buffer.alloc(0), seq: 1, commitment: randomBytes(32) };
    const link = linkOf(keyring, entry);
    const stranger = createKeyring([{ id: 7, bytes: randomBytes(32) }], 0);
    expect(linkOf(stranger, entry)).not.toEqual(link);
    expect(keyIdOfLink(link ?? Buffer.alloc(0))).toBe(7);
    expect(linkOf(keyring, entry, 8)).toBeUndefined();
    expect(keyIdOfLink(Buffer.alloc(0))).toBe(-1);
  });
});
