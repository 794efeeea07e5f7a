import { describe, expect, it } from "vitest";
import { isUuid, uuidFromBytes, uuidToBytes, uuidv7 } from "@/lib/core/ids";
import { systemRandom } from "@/lib/core/random";

const at = (time: number) => ({ now: () => new Date(time), offsetSeconds: () => 0 });

describe("uuidv7", () => {
  it("is a UUID of version 7 with its time in front (RFC 9562, 5.7)", () => {
    const id = uuidv7(at(Date.UTC(2022, 1, 22, 19, 22, 22)), systemRandom);
    // The example of the RFC's appendix A.6 has this time.
    expect(id).toMatch(/^017f22e2-79b0-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(isUuid(id)).toBe(true);
  });

  it("sorts by time, and never repeats within one moment", () => {
    const ids = Array.from({ length: 10_000 }, () => uuidv7(at(Date.UTC(2026, 10, 20)), systemRandom));
    expect(new Set(ids).size).toBe(ids.length);
    expect(uuidv7(at(Date.UTC(2026, 10, 20) + 1), systemRandom) > (ids.sort().at(-1) ?? "")).toBe(true);
  });

  it("sorts as they were made within one moment, for two thousand (RFC 9562, 6.2)", () => {
    for (let moment = 0; moment < 20; moment += 1) {
      const ids = Array.from({ length: 2_000 }, () => uuidv7(at(Date.UTC(2027, 1, 1) + moment), systemRandom));
      expect(ids).toEqual(ids.toSorted());
    }
  });

  it("becomes bytes and back", () => {
    const id = uuidv7(at(Date.UTC(2026, 10, 20)), systemRandom);
    expect(uuidFromBytes(uuidToBytes(id))).toBe(id);
    expect(uuidToBytes(id)).toHaveLength(16);
  });
});

describe("isUuid", () => {
  it.each([
    "",
    "017F22E2-79B0-7CC3-98C4-DC0C0C07398F",
    "017f22e279b07cc398c4dc0c0c07398f",
    " 017f22e2-79b0-7cc3-98c4-dc0c0c07398f",
  ])("takes only the one spelling that we hand out, not %j", (text) => {
    expect(isUuid(text)).toBe(false);
  });
});
