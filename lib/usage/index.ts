export { analyticsCsv, errorsCsv } from "./analytics-csv";
export { flushAll, flushTelemetry, rollUp } from "./flush";
export { USAGE_JOBS } from "./jobs";
export { lastDays, type Range, rangeOf } from "./range";
export { type Analytics, readAnalytics, readErrorsOf, readRealtime } from "./read-analytics";
export { type CurrentUsage, type QuotaState, readCurrentUsage } from "./read-current-usage";
export { type Facts, readFacts, type Share } from "./read-facts";
export { readTraffic, type Traffic } from "./read-traffic";
export {
  countNewRequests,
  type LoggedRequest,
  type LoggedRequestWithBodies,
  listRequests,
  readRequest,
} from "./request-log";
export { createTelemetry, type Telemetry } from "./telemetry";
