export { FeatureOverrides, planOf } from "./plan-of";
export { type Features, PLAN_NAMES, PLANS, type PlanName, type Quota } from "./plans";
export { ALERT_PERCENTS, alertsOf } from "./quota-alerts";
export { warnOfQuotas } from "./warn-of-quotas";
