export { createEgress, type Egress, type EgressOutcome } from "./egress";
export type { EgressFailure, EgressStep } from "./refusal";
