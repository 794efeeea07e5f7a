"use server";

import type { RegisterState } from "@/components/operator/form-states";
import { registerCustomer } from "@/lib/customers";
import { RegisterCustomerBody } from "@/lib/customers/customer-contract";
import { requireOperator } from "../../../access";
import { refusalOf, text } from "../../form";

const WRONG_ADDRESS: Readonly<Record<string, string>> = { invalid_email: "Enter an address like name@company.com" };

/** Registers a customer. The secret keys go back to the form that asked, once, and nowhere else. */
export async function register(_state: RegisterState, form: FormData): Promise<RegisterState> {
  const { deps, asking } = await requireOperator();
  const typed = { name: text(form, "name"), email: text(form, "email"), project: text(form, "project") };
  try {
    const { project, ...body } = typed;
    const input = RegisterCustomerBody.parse({ ...body, plan: text(form, "plan"), ...(project && { project }) });
    const registered = await registerCustomer(deps, asking, input);
    return {
      status: "registered",
      customer: registered.customer,
      keys: registered.apiKeys.map(({ environment, type, key }) => ({ environment, type, key })),
    };
  } catch (error) {
    const { code, message, fields } = refusalOf(error);
    const wrong = WRONG_ADDRESS[code] ?? (code === "conflict" ? message : undefined);
    return {
      status: "refused",
      message: wrong === undefined ? message : null,
      fields: wrong === undefined ? fields : { email: wrong },
      typed,
    };
  }
}
