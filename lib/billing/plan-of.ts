import { z } from "zod";
import { type Features, PLAN_NAMES, PLANS, type PlanName, type Quota } from "./plans";

const Plan = z.enum(PLAN_NAMES).catch("free");

/** What an operator may set for one customer instead of the plan's: any of the features, and no others. */
export const FeatureOverrides = z
  .strictObject({
    webhook_endpoints: z.int().min(0).max(100_000),
    api_keys: z.int().min(0).max(100_000),
    members: z.int().min(1).max(100_000),
    custom_domains: z.int().min(0).max(100_000),
    audit_days: z.int().min(90).max(730),
    request_log_days: z.int().min(1).max(365),
    custom_claims: z.boolean(),
    custom_templates: z.boolean(),
  })
  .partial();

/**
 * A customer's plan with its features and quotas: the plan's, but for what the operator set. A plan that is not known
 * any more counts as the free one, a feature that cannot be read as the plan's: never as more.
 */
export function planOf(row: {
  plan: string;
  dailyQuota: number | null;
  monthlyQuota: number | null;
  features: unknown;
}): { plan: PlanName; features: Features; quota: Quota } {
  const plan = Plan.parse(row.plan);
  const own = FeatureOverrides.catch({}).parse(row.features);
  const set = Object.fromEntries(Object.entries(own).filter(([, value]) => value !== undefined));
  return {
    plan,
    features: { ...PLANS[plan].features, ...set },
    quota: {
      daily: row.dailyQuota ?? PLANS[plan].dailyQuota,
      monthly: row.monthlyQuota ?? PLANS[plan].monthlyQuota,
    },
  };
}
