/** What a plan gives, beside its quotas: how many, how long, or whether at all. */
export type Features = {
  webhook_endpoints: number;
  api_keys: number;
  members: number;
  custom_domains: number;
  audit_days: number;
  request_log_days: number;
  custom_claims: boolean;
  custom_templates: boolean;
};

/** A plan. Quotas count codes of all live environments of a customer together; null is unmetered. */
type PlanRow = { title: string; dailyQuota: number | null; monthlyQuota: number | null; features: Features };

const EVERYTHING = { custom_claims: true, custom_templates: true } as const;

/**
 * The plans, as data. What a customer pays for is volume and how long things are kept; nothing that makes a sign-in safe
 * is held back from anybody.
 */
export const PLANS = {
  free: {
    title: "Free",
    dailyQuota: 1_000,
    monthlyQuota: 10_000,
    features: {
      ...EVERYTHING,
      webhook_endpoints: 10,
      api_keys: 50,
      members: 5,
      custom_domains: 3,
      audit_days: 90,
      request_log_days: 30,
    },
  },
  pro: {
    title: "Pro",
    dailyQuota: 20_000,
    monthlyQuota: 250_000,
    features: {
      ...EVERYTHING,
      webhook_endpoints: 50,
      api_keys: 200,
      members: 25,
      custom_domains: 20,
      audit_days: 365,
      request_log_days: 30,
    },
  },
  scale: {
    title: "Scale",
    dailyQuota: 200_000,
    monthlyQuota: 3_000_000,
    features: {
      ...EVERYTHING,
      webhook_endpoints: 200,
      api_keys: 1_000,
      members: 200,
      custom_domains: 200,
      audit_days: 730,
      request_log_days: 90,
    },
  },
  custom: {
    title: "Custom",
    dailyQuota: null,
    monthlyQuota: null,
    features: {
      ...EVERYTHING,
      webhook_endpoints: 1_000,
      api_keys: 10_000,
      members: 1_000,
      custom_domains: 1_000,
      audit_days: 730,
      request_log_days: 90,
    },
  },
} as const satisfies Record<string, PlanRow>;

export type PlanName = keyof typeof PLANS;

/** The names of the plans, as the wire and the database have them. */
export const PLAN_NAMES = ["free", "pro", "scale", "custom"] as const satisfies readonly PlanName[];

/** Codes a day and a month; null is unmetered. */
export type Quota = { daily: number | null; monthly: number | null };
