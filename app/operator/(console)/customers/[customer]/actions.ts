"use server";

import { refresh } from "next/cache";
import type { SaveState } from "@/components/operator/form-states";
import { PLANS } from "@/lib/billing";
import { operateCustomer, requestDeletion as request, setCustomerStatus, undoDeletion as undo } from "@/lib/customers";
import { OperateCustomerBody, StatusBody } from "@/lib/customers/customer-contract";
import { requireOperator } from "../../../access";
import { numberOf, refusalOf, text } from "../../form";

/** Suspends, cancels or activates a customer, as the form's button says. */
export async function setStatus(customerId: string, state: SaveState, form: FormData): Promise<SaveState> {
  return save(state, async () => {
    const { deps, asking } = await requireOperator();
    const reason = text(form, "reason");
    const input = StatusBody.parse({ status: text(form, "status"), ...(reason && { reason }) });
    await setCustomerStatus(deps, asking, customerId, input);
  });
}

/** Changes a customer's plan and quotas. An empty quota is the plan's. */
export async function saveTerms(customerId: string, state: SaveState, form: FormData): Promise<SaveState> {
  return save(state, async () => {
    const { deps, asking } = await requireOperator();
    const input = OperateCustomerBody.parse({
      plan: text(form, "plan"),
      daily_quota: numberOf(text(form, "daily_quota")),
      monthly_quota: numberOf(text(form, "monthly_quota")),
    });
    await operateCustomer(deps, asking, customerId, input);
  });
}

/** Changes which features a customer has other than by their plan. What is left empty is the plan's. */
export async function saveFeatures(customerId: string, state: SaveState, form: FormData): Promise<SaveState> {
  return save(state, async () => {
    const { deps, asking } = await requireOperator();
    const features = Object.entries(PLANS.free.features).flatMap(([name, example]) => {
      const typed = text(form, name);
      if (typed === "") return [];
      return [[name, typeof example === "boolean" ? typed === "on" : numberOf(typed)]];
    });
    const input = OperateCustomerBody.parse({ features: Object.fromEntries(features) });
    await operateCustomer(deps, asking, customerId, input);
  });
}

/** Asks for the customer's deletion, with the name typed once more; answers what went wrong, if anything did. */
export async function requestDeletion(customerId: string, confirm: string): Promise<string | undefined> {
  const { deps, asking } = await requireOperator();
  return tell(() => request(deps, asking, customerId, { confirm }));
}

/** Takes the deletion back; answers what went wrong, if anything did. */
export async function undoDeletion(customerId: string): Promise<string | undefined> {
  const { deps, asking } = await requireOperator();
  return tell(() => undo(deps, asking, customerId));
}

async function save(state: SaveState, work: () => Promise<void>): Promise<SaveState> {
  try {
    await work();
    refresh();
    return { saved: state.saved + 1, message: null, fields: {} };
  } catch (error) {
    const { message, fields } = refusalOf(error);
    return { saved: state.saved, message: Object.keys(fields).length > 0 ? null : message, fields };
  }
}

async function tell(work: () => Promise<void>): Promise<string | undefined> {
  try {
    await work();
    refresh();
  } catch (error) {
    const { message, fields } = refusalOf(error);
    return fields.confirm ?? message;
  }
}
