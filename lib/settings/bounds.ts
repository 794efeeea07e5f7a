const YEAR_SECONDS = 365 * 86_400;

/**
 * What each number among the settings may be, both ends included: the product's bounds. The operator may narrow them,
 * never widen. A setting per channel has one row for all its channels.
 */
export const BOUNDS = {
  "codes.length": { min: 6, max: 10 },
  // ASVS 6.5.5: ten minutes at the most, whatever somebody asks for.
  "codes.lifetime_seconds": { min: 60, max: 600 },
  "codes.attempts": { min: 3, max: 10 },
  "codes.resend_cooldown_seconds": { min: 0, max: 300 },
  "codes.per_identifier_hour": { min: 1, max: 60 },
  "codes.per_ip_hour": { min: 1, max: 1000 },
  "codes.consecutive_failures": { min: 5, max: 100 },
  "tokens.access_lifetime_seconds": { min: 60, max: 86_400 },
  "tokens.refresh_grace_seconds": { min: 0, max: 60 },
  "sessions.idle_seconds": { min: 300, max: YEAR_SECONDS },
  "sessions.absolute_seconds": { min: 300, max: YEAR_SECONDS },
  "sessions.max_per_user": { min: 1, max: 100 },
  // 10,000 dollars a day: there is no setting without a cap.
  "sms.daily_spend_cap_cents": { min: 0, max: 1_000_000 },
  "retention.challenge_hours": { min: 1, max: 720 },
  "retention.audit_days": { min: 90, max: 730 },
  "retention.request_log_days": { min: 1, max: 365 },
} as const satisfies Record<string, { min: number; max: number }>;

export type BoundName = keyof typeof BOUNDS;

/** What the operator allows of a setting; an end that is missing is the product's. */
export type NarrowedBounds = {
  readonly [Name in BoundName]?: { min?: number | undefined; max?: number | undefined } | undefined;
};

/** The names of all settings that have bounds, in the order of the table. */
export const BOUND_NAMES: readonly BoundName[] = Object.keys(BOUNDS).filter((name) => isBoundName(name));

/** Whether a setting of that name has bounds. */
export function isBoundName(name: string): name is BoundName {
  return Object.hasOwn(BOUNDS, name);
}

/** The bounds of a setting as they are now. */
export function boundsOf(name: BoundName, narrowed: NarrowedBounds): { min: number; max: number } {
  const { min, max } = BOUNDS[name];
  const own = narrowed[name];
  return { min: Math.max(min, own?.min ?? min), max: Math.min(max, own?.max ?? max) };
}
