import { setTimeout as sleep } from "node:timers/promises";

/** Waits until something is so, and fails when it has not become so in time. */
export async function until(isSo: () => boolean | Promise<boolean>, seconds = 30): Promise<void> {
  const end = performance.now() + seconds * 1000;
  while (!(await isSo())) {
    if (performance.now() > end) throw new Error(`Still not so after ${seconds} s: ${isSo}`);
    await sleep(25);
  }
}
