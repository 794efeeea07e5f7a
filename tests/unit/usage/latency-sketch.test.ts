import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  addEncoded,
  addLatency,
  encodeSketch,
  type LatencySketch,
  mergeEncoded,
  newBins,
  newSketch,
  quantileOf,
  RELATIVE_ACCURACY,
  sketchOf,
} from "@/lib/usage/latency-sketch";

const measured = (values: readonly number[]): LatencySketch => {
  const sketch = newSketch();
  for (const value of values) addLatency(sketch, value);
  return sketch;
};

/** The measurement at that rank, as the sketch understands ranks. */
const exact = (values: readonly number[], quantile: number): number =>
  values.toSorted((a, b) => a - b)[Math.floor(quantile * (values.length - 1))] ?? 0;

const Latencies = fc.array(fc.double({ min: 0.05, max: 60_000, noNaN: true }), { minLength: 1, maxLength: 400 });

describe("latency sketches", () => {
  it("have every percentile within their error bound, merged from as many processes as there are", () => {
    fc.assert(
      fc.property(fc.array(Latencies, { minLength: 1, maxLength: 6 }), (processes) => {
        const bins = newBins();
        for (const values of processes) addEncoded([bins], encodeSketch(measured(values)));
        const merged = sketchOf(bins);
        const all = processes.flat();
        expect(merged.count).toBe(all.length);
        for (const quantile of [0, 0.5, 0.95, 0.99, 1]) {
          const wanted = exact(all, quantile);
          // Rounded to hundredths of a millisecond.
          const error = Math.abs((quantileOf(merged, quantile) ?? 0) - wanted);
          expect(error).toBeLessThanOrEqual(wanted * RELATIVE_ACCURACY * 1.001 + 0.005);
        }
      }),
    );
  });

  it("come back from bytes as they were, merged in any order", () => {
    fc.assert(
      fc.property(Latencies, Latencies, (first, second) => {
        const [a, b] = [encodeSketch(measured(first)), encodeSketch(measured(second))];
        const ab = newSketch();
        mergeEncoded(ab, a);
        mergeEncoded(ab, b);
        const ba = newSketch();
        mergeEncoded(ba, b);
        mergeEncoded(ba, a);
        expect(encodeSketch(ab).equals(encodeSketch(ba))).toBe(true);
        expect(encodeSketch(ab).equals(encodeSketch(measured([...first, ...second])))).toBe(true);
      }),
    );
  });

  it("hold whatever can be measured, the shortest and the longest", () => {
    const bins = newBins();
    addEncoded([bins], encodeSketch(measured([0, 1e-9, 0.001, 600_000, 1e12])));
    expect(sketchOf(bins).count).toBe(5);
  });

  it("are short, and hold counts beyond 32 bits", () => {
    const many = measured(Array.from({ length: 10_000 }, (_, at) => 1 + (at % 500)));
    expect(encodeSketch(many).length).toBeLessThan(700);
    many.store.add(100, 2 ** 40);
    const back = newSketch();
    mergeEncoded(back, encodeSketch(many));
    expect(back.count).toBe(2 ** 40 + 10_000);
  });

  it("answer nothing where nothing was measured, and refuse bytes of another kind", () => {
    expect(quantileOf(newSketch(), 0.5)).toBeNull();
    expect(() => mergeEncoded(newSketch(), Buffer.from([9, 1, 1]))).toThrow("another version");
    expect(quantileOf(measured([0, -1]), 0.5)).toBeLessThan(0.01);
  });
});
