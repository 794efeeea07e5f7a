export { drainOutbox, type SendQueued } from "./drain";
export { type Drainer, startDrainer } from "./drainer";
export { sweepEnded } from "./sweep";
