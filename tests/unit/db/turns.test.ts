import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createTurns } from "@/db/turns";

const PATIENT = { patienceMs: 60_000 };

/** Turns, and who was let in so far, in order. */
function rig(options: { places: number; each: number; patienceMs?: number }) {
  const turns = createTurns({ ...PATIENT, ...options });
  const entered: string[] = [];
  const late: string[] = [];
  return {
    entered,
    late,
    leave: turns.leave,
    enter: (party: string) => turns.enter(party, (error) => (error ? late : entered).push(party)),
  };
}

describe("turns", () => {
  it("let everybody in at once while there is room", () => {
    const { enter, entered } = rig({ places: 3, each: 3 });
    for (let count = 0; count < 3; count += 1) enter("a");
    expect(entered).toEqual(["a", "a", "a"]);
  });

  it("let nobody hold everything, however much they ask for", () => {
    const { enter, entered } = rig({ places: 4, each: 3 });
    for (let count = 0; count < 100; count += 1) enter("noisy");
    expect(entered).toEqual(["noisy", "noisy", "noisy"]);
    enter("quiet");
    expect(entered.at(-1)).toBe("quiet");
  });

  it("let the next of each party in, not the next of the crowd", () => {
    const { enter, entered, leave } = rig({ places: 1, each: 1 });
    enter("first");
    for (let count = 0; count < 100; count += 1) enter("noisy");
    enter("quiet");
    enter("other");
    entered.splice(0);
    leave("first");
    leave("noisy");
    leave("quiet");
    leave("other");
    leave("noisy");
    expect(entered).toEqual(["noisy", "quiet", "other", "noisy", "noisy"]);
  });

  it("tell who waited too long, and forget them", async () => {
    const { enter, entered, late, leave } = rig({ places: 1, each: 1, patienceMs: 1 });
    enter("a");
    await new Promise<void>((resolve) => {
      createTurns({ places: 0, each: 0, patienceMs: 5 }).enter("b", () => resolve());
      enter("b");
    });
    expect(late).toEqual(["b"]);
    leave("a");
    expect(entered).toEqual(["a"]);
    enter("c");
    expect(entered).toEqual(["a", "c"]);
  });

  it("never let in more than there are places, nor more than its share of one party, and lose nobody", () => {
    const step = fc.oneof(fc.constantFrom("a", "b", "c"), fc.constant(null));
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
        const { enter, entered, leave } = rig({ places: 4, each: 2 });
        let asked = 0;
        let left = 0;
        const inside = () => entered.slice(left);
        const check = () => {
          expect(inside().length).toBeLessThanOrEqual(4);
          for (const party of ["a", "b", "c"]) {
            expect(inside().filter((each) => each === party).length).toBeLessThanOrEqual(2);
          }
        };
        for (const party of steps) {
          const [first] = inside();
          if (party !== null) {
            enter(party);
            asked += 1;
          } else if (first !== undefined) {
            left += 1;
            leave(first);
          }
          check();
        }
        for (let [first] = inside(); first !== undefined; [first] = inside()) {
          left += 1;
          leave(first);
          check();
        }
        expect(entered).toHaveLength(asked);
      }),
    );
  });
});
