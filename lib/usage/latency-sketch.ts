import { DDSketch } from "@datadog/sketches-js";

/** Any percentile is right within two per cent of itself (DDSketch: Masson, Rim, Lee, VLDB 2019). */
export const RELATIVE_ACCURACY = 0.02;

const VERSION = 1;
/** Nothing takes no time at all, and a logarithm wants it so. Ten minutes is longer than anything is waited for. */
const SHORTEST_MS = 0.001;
const LONGEST_MS = 600_000;

/** How long answers took: can be merged with others of its kind, whoever measured them. */
export type LatencySketch = DDSketch;

/** An empty one. */
export function newSketch(): LatencySketch {
  return new DDSketch({ relativeAccuracy: RELATIVE_ACCURACY });
}

/** Adds one measurement, in milliseconds. */
export function addLatency(sketch: LatencySketch, ms: number): void {
  sketch.accept(Math.min(LONGEST_MS, Math.max(SHORTEST_MS, ms)));
}

/** The measurement below which that share of them lies; null where there are none. */
export function quantileOf(sketch: LatencySketch, quantile: number): number | null {
  return sketch.count === 0 ? null : Math.round(sketch.getValueAtQuantile(quantile) * 100) / 100;
}

/**
 * A sketch as bytes: a version, then each bin that is not empty as its distance from the last and its count, both as
 * varints. (The library's own protobuf form needs protobufjs and spends eight bytes on every empty bin.)
 */
export function encodeSketch({ store }: LatencySketch): Buffer {
  const bytes: number[] = [VERSION];
  let last = 0;
  for (const [at, count] of store.bins.entries()) {
    if (count === 0) continue;
    const key = at + store.offset;
    const distance = key - last;
    pushVarint(bytes, distance < 0 ? -distance * 2 - 1 : distance * 2);
    pushVarint(bytes, count);
    last = key;
  }
  return Buffer.from(bytes);
}

/** Adds what the bytes hold to a sketch. Throws for bytes that are not of this version. */
export function mergeEncoded(into: LatencySketch, bytes: Uint8Array): void {
  decode(bytes, (key, count) => addTo(into, key, count));
}

/** Bins of a sketch to add many into: an array, since whoever reads a year has thousands to add. */
export type Bins = Float64Array;

/** Every key that a measurement within the bounds can have lies within this distance from zero. */
const FARTHEST_KEY = 512;

/** Empty ones. */
export function newBins(): Bins {
  return new Float64Array(2 * FARTHEST_KEY);
}

/** Adds what the bytes hold to each of the targets, decoding it once. Throws as `mergeEncoded` does. */
export function addEncoded(targets: readonly Bins[], bytes: Uint8Array): void {
  decode(bytes, (key, count) => {
    const at = key + FARTHEST_KEY;
    for (const bins of targets) bins[at] = (bins[at] ?? 0) + count;
  });
}

/** Adds bins up. */
export function addBins(into: Bins, bins: Bins): void {
  for (const [at, count] of bins.entries()) if (count > 0) into[at] = (into[at] ?? 0) + count;
}

/** The sketch that has these bins. */
export function sketchOf(bins: Bins): LatencySketch {
  const sketch = newSketch();
  for (const [at, count] of bins.entries()) if (count > 0) addTo(sketch, at - FARTHEST_KEY, count);
  return sketch;
}

function addTo(sketch: LatencySketch, key: number, count: number): void {
  sketch.store.add(key, count);
  sketch.count += count;
}

function decode(bytes: Uint8Array, found: (key: number, count: number) => void): void {
  if (bytes[0] !== VERSION) throw new Error("A stored sketch is of another version");
  const reader = { bytes, at: 1 };
  let key = 0;
  while (reader.at < bytes.length) {
    const zigzag = readVarint(reader);
    key += zigzag % 2 === 0 ? zigzag / 2 : -(zigzag + 1) / 2;
    found(key, readVarint(reader));
  }
}

function pushVarint(bytes: number[], value: number): void {
  let rest = value;
  while (rest >= 128) {
    bytes.push((rest % 128) + 128);
    rest = Math.floor(rest / 128);
  }
  bytes.push(rest);
}

function readVarint(reader: { bytes: Uint8Array; at: number }): number {
  let value = 0;
  for (let scale = 1; ; scale *= 128) {
    const byte = reader.bytes[reader.at++] ?? 0;
    value += (byte % 128) * scale;
    if (byte < 128) return value;
  }
}
