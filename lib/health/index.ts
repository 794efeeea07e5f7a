export { checkHealth } from "./check-health";
export { type JobRun, type Queue, readQueues } from "./read-queues";
