import type { Orm } from "@/db/client";
import type { CustomerRow } from "@/db/queries/customers";
import { resizeQuotaSlots } from "@/db/queries/quota-slots";
import { FeatureOverrides, planOf, type Quota } from "@/lib/billing";
import type { Asking } from "@/lib/environments";
import type { Deps } from "@/lib/ports";
import { changeCustomer, type Decided } from "./change-customer";
import { readOperatedCustomer, requireOperator, statusOf } from "./customer";
import type { CustomerStatus, OperateCustomerInput, OperatedCustomer, StatusInput } from "./customer-contract";

const STATUS_EVENTS = {
  active: "customer.activated",
  suspended: "customer.suspended",
  cancelled: "customer.cancelled",
} as const satisfies Record<CustomerStatus, string>;

/**
 * Sets what a customer may do, for the operator alone. Statements that open or prolong sessions see it at once, and every
 * process within five seconds: while suspended, keys answer 403 `customer_suspended`; once cancelled, 401
 * `invalid_api_key`, and its members are out. Told in the customer's own log, with the reason.
 */
export async function setCustomerStatus(
  deps: Deps,
  asking: Asking,
  customerId: string,
  { status, reason }: StatusInput,
): Promise<OperatedCustomer> {
  requireOperator(asking);
  await changeCustomer(deps, asking, customerId, (row) => {
    const before = { status: statusOf(row), reason: row.suspendedReason };
    const after = { status, reason: status === "active" ? null : reason };
    if (before.status === after.status && before.reason === after.reason) return null;
    const now = deps.clock.now();
    const change = {
      suspendedAt: status === "suspended" ? (row.suspendedAt ?? now) : null,
      cancelledAt: status === "cancelled" ? (row.cancelledAt ?? now) : null,
      suspendedReason: after.reason,
    };
    return { change, event: { type: STATUS_EVENTS[status], before, after: { status, reason } } };
  });
  return readOperatedCustomer(deps, asking, customerId);
}

/**
 * Changes a customer's plan, or what they have instead of it, for the operator alone. The running day's and month's
 * quotas change with it: what was used stays used.
 */
export async function operateCustomer(
  deps: Deps,
  asking: Asking,
  customerId: string,
  input: OperateCustomerInput,
): Promise<OperatedCustomer> {
  requireOperator(asking);
  await changeCustomer(deps, asking, customerId, async (row, tx) => {
    const next = { ...row, ...input };
    const before = termsOf(row);
    const after = termsOf(next);
    if (JSON.stringify(before) === JSON.stringify(after)) return null;
    await resize(deps, tx, customerId, planOf(next).quota);
    return { change: input, event: { type: "customer.terms_changed", before, after } } satisfies Decided;
  });
  return readOperatedCustomer(deps, asking, customerId);
}

/** What the log says of a customer's terms, on the wire's names. */
function termsOf(row: Pick<CustomerRow, "plan" | "dailyQuota" | "monthlyQuota" | "features">) {
  return {
    plan: row.plan,
    daily_quota: row.dailyQuota,
    monthly_quota: row.monthlyQuota,
    features: FeatureOverrides.catch({}).parse(row.features),
  };
}

async function resize(deps: Deps, tx: Orm, customerId: string, quota: Quota): Promise<void> {
  for (const [span, limit] of [
    ["day", quota.daily],
    ["month", quota.monthly],
  ] as const) {
    await resizeQuotaSlots(tx, deps.db.clockOffsetSeconds(), { customerId, span, quota: limit });
  }
}
