export { flushAll, flushLatencies, flushTelemetry, rollUp } from "./flush";
export { USAGE_JOBS } from "./jobs";
export { createTelemetry, type Telemetry } from "./telemetry";
