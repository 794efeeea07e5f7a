export { drainOutbox, type SendQueued } from "./drain";
export { type Drainer, startDrainer } from "./drainer";
