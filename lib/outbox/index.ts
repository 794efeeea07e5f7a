export { drainOutbox, type SendQueued } from "./drain";
export { type Drainer, startDrainer } from "./drainer";
export { createJobs, type Job, type JobResult, type Jobs } from "./jobs";
export { statisticsKeeper } from "./keep-statistics";
export { contextFrom, contextOf, type NewEvent, recordEvents, type Telling } from "./record-events";
export { retention, sweepEnded } from "./sweep";
