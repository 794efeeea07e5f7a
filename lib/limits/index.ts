export { LIMITS, type LimitName, limitRow } from "./limits";
export { memoryLimits } from "./memory";
export { networkOf } from "./network";
export { openLimits } from "./open-limits";
export type { Limits } from "./store";
export { take } from "./take";
