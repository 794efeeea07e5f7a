import { z } from "zod";
import { FeatureOverrides, type Features, PLAN_NAMES, type PlanName } from "@/lib/billing";
import { BrandName } from "@/lib/core/brand-name";
import { DisplayName, optionalTimestamp, pageFields, pageOf, Timestamp, timestamp, Uuid } from "@/lib/core/wire";
import type { MemberRole } from "@/lib/ports";
import { ENVIRONMENT_KINDS } from "./contract";

/** What a customer may do: `suspended` has its reason, `cancelled` is over. */
const CUSTOMER_STATUSES = ["active", "suspended", "cancelled"] as const;
export type CustomerStatus = (typeof CUSTOMER_STATUSES)[number];

const MEMBER_ROLES = ["owner", "admin", "developer", "viewer"] as const;

const Plan = z.enum(PLAN_NAMES);

const QuotaReply = z.object({
  limit: z.int().nullable().meta({ description: "Codes in live; null is unmetered." }),
  used: z.int(),
});

const FeaturesReply = z.record(z.string(), z.union([z.int(), z.boolean()]));

/** A customer as they see themselves. */
export const CustomerReply = z
  .object({
    id: z.uuid(),
    name: z.string(),
    status: z.enum(CUSTOMER_STATUSES),
    status_reason: z.string().nullable(),
    plan: Plan,
    quotas: z.object({ daily: QuotaReply, monthly: QuotaReply }),
    features: FeaturesReply,
    created_at: Timestamp,
    deletion_requested_at: Timestamp.nullable(),
    delete_after: Timestamp.nullable().meta({ description: "Until then a deletion can be taken back." }),
  })
  .meta({ id: "Customer" });

/** A customer as the operator sees them. */
export const OperatedCustomerReply = CustomerReply.extend({
  own_quotas: z.object({ daily: z.int().nullable(), monthly: z.int().nullable() }).meta({
    description: "The operator's numbers instead of the plan's.",
  }),
  own_features: FeaturesReply.meta({ description: "Features that differ from the plan's." }),
  projects: z.array(
    z.object({
      id: z.uuid(),
      slug: z.string(),
      name: z.string(),
      environments: z.array(z.object({ id: z.uuid(), environment: z.enum(ENVIRONMENT_KINDS) })),
    }),
  ),
  members: z.array(
    z.object({
      id: z.uuid(),
      email: z.string(),
      name: z.string().nullable(),
      role: z.enum(MEMBER_ROLES),
      created_at: Timestamp,
      last_seen_at: Timestamp.nullable(),
    }),
  ),
}).meta({ id: "OperatedCustomer" });

/** Customers, newest first. */
export const CustomersReply = z.object({ data: z.array(CustomerReply), next_cursor: z.string().nullable() });

export type Customer = {
  id: string;
  name: string;
  status: CustomerStatus;
  statusReason: string | null;
  plan: PlanName;
  quotas: { daily: { limit: number | null; used: number }; monthly: { limit: number | null; used: number } };
  features: Features;
  createdAt: Date;
  deletionRequestedAt: Date | null;
  deleteAfter: Date | null;
};

/** A member as their team and the operator see them. */
export type TeamMember = {
  id: string;
  email: string;
  name: string | null;
  role: MemberRole;
  createdAt: Date;
  lastSeenAt: Date | null;
};

export type OperatedCustomer = Customer & {
  ownQuotas: { daily: number | null; monthly: number | null };
  ownFeatures: Partial<Features>;
  projects: readonly { id: string; slug: string; name: string; environments: { test: string; live: string } }[];
  members: readonly TeamMember[];
};

/** What leads a project to live. */
export type GoLiveStep = "test_code" | "brand" | "provider" | "domain" | "origins" | "key" | "webhook" | "live_code";

/** Which of these are done. */
export type GoLive = Readonly<Record<GoLiveStep, boolean>>;

/** A customer on the wire. */
export function presentCustomer(customer: Customer): z.input<typeof CustomerReply> {
  return {
    id: customer.id,
    name: customer.name,
    status: customer.status,
    status_reason: customer.statusReason,
    plan: customer.plan,
    quotas: customer.quotas,
    features: customer.features,
    created_at: timestamp(customer.createdAt),
    deletion_requested_at: optionalTimestamp(customer.deletionRequestedAt),
    delete_after: optionalTimestamp(customer.deleteAfter),
  };
}

/** A page of customers on the wire. */
export function presentCustomers(page: {
  data: readonly Customer[];
  nextCursor: string | null;
}): z.input<typeof CustomersReply> {
  return { data: page.data.map(presentCustomer), next_cursor: page.nextCursor };
}

/** A customer on the wire, for the operator. */
export function presentOperatedCustomer(customer: OperatedCustomer): z.input<typeof OperatedCustomerReply> {
  return {
    ...presentCustomer(customer),
    own_quotas: customer.ownQuotas,
    own_features: customer.ownFeatures,
    projects: customer.projects.map(({ environments, ...project }) => ({
      ...project,
      environments: ENVIRONMENT_KINDS.map((kind) => ({ id: environments[kind], environment: kind })),
    })),
    members: customer.members.map(({ createdAt, lastSeenAt, ...member }) => ({
      ...member,
      created_at: timestamp(createdAt),
      last_seen_at: optionalTimestamp(lastSeenAt),
    })),
  };
}

/** What a repeated request answers: the customer as it left them. Null where they are not so, or not so any more. */
export function presentUnlessChanged(
  customer: OperatedCustomer,
  left: { status?: CustomerStatus; deleteAfter?: null },
): z.input<typeof OperatedCustomerReply> | null {
  const changed =
    (left.status ?? customer.status) !== customer.status ||
    (left.deleteAfter === null && customer.deleteAfter !== null);
  return changed ? null : presentOperatedCustomer(customer);
}

/**
 * What a customer changes of themselves. Other fields are not dropped here: who sends them is told, and where they are
 * the operator's it is recorded.
 */
export const UpdateCustomerBody = z
  .looseObject({ name: DisplayName.optional(), project: z.strictObject({ name: BrandName }).optional() })
  .transform(({ name, project, ...others }) => ({ name, projectName: project?.name, others: Object.keys(others) }));

export type UpdateCustomerInput = z.output<typeof UpdateCustomerBody>;

/** The name typed once more, so that nobody deletes by a slip. */
export const DeleteCustomerBody = z
  .strictObject({ confirm: z.string().max(200).meta({ description: "The customer's name." }) })
  .transform(({ confirm }) => ({ confirm: confirm.trim() }));

/** A path to one customer, for the operator. */
export const OneCustomerParams = z.object({ customer: Uuid });

/** Which customers: by name, address, project or id, by plan, by status. */
export const CustomersQuery = z
  .strictObject({
    ...pageFields,
    search: z.string().trim().min(1).max(200).optional(),
    plan: Plan.optional(),
    status: z.enum(CUSTOMER_STATUSES).optional(),
  })
  .transform(({ search, plan, status, ...page }) => ({
    ...pageOf(page),
    search: search ?? null,
    plan: plan ?? null,
    status: status ?? null,
  }));

export type CustomersQuery = z.output<typeof CustomersQuery>;

/** Registers a customer, with their owner's address and their first project. */
export const RegisterCustomerBody = z
  .strictObject({ name: DisplayName, email: z.string(), plan: Plan.default("free"), project: BrandName.optional() })
  .transform(({ project, ...body }) => ({ ...body, project: project ?? null }));

export type RegisterCustomerInput = z.output<typeof RegisterCustomerBody>;

const reason = z
  .string()
  .trim()
  .min(1)
  .max(500)
  .regex(/^[^\p{Cc}\u202A-\u202E\u2066-\u2069]*$/u, "Must not contain control characters")
  .optional()
  .meta({ description: "Shown to the customer, and kept in their audit log." });

/** Why a customer is suspended. */
export const SuspendBody = z.strictObject({ reason }).transform((body) => ({ reason: body.reason ?? null }));

/** What a customer may do from now on, and why. */
export const StatusBody = z
  .strictObject({ status: z.enum(CUSTOMER_STATUSES), reason })
  .transform((body) => ({ status: body.status, reason: body.reason ?? null }));

export type StatusInput = z.output<typeof StatusBody>;

const ownQuota = z
  .int("Must be a whole number")
  .min(1, "Must be at least 1")
  .max(2_000_000_000, "Must be at most 2,000,000,000")
  .nullable()
  .optional();

/** What the operator changes: the plan, and what differs from it. Null is the plan's own; `features` replaces them all. */
export const OperateCustomerBody = z
  .strictObject({
    plan: Plan.optional(),
    daily_quota: ownQuota,
    monthly_quota: ownQuota,
    features: FeatureOverrides.optional(),
  })
  .transform(({ plan, features, daily_quota, monthly_quota }) => ({
    ...(plan !== undefined && { plan }),
    ...(features !== undefined && { features }),
    ...(daily_quota !== undefined && { dailyQuota: daily_quota }),
    ...(monthly_quota !== undefined && { monthlyQuota: monthly_quota }),
  }));

export type OperateCustomerInput = z.output<typeof OperateCustomerBody>;
