import type { Metadata } from "next";
import { RegisterCustomer } from "@/components/operator/register-customer";
import { PageHeader } from "@/components/ui/page-header";
import { PLAN_NAMES, PLANS } from "@/lib/billing";
import { requireOperator } from "../../../access";
import { register } from "./actions";

export const metadata: Metadata = { title: "Register a customer" };

export default async function RegisterCustomerPage() {
  await requireOperator();
  return (
    <>
      <PageHeader
        title="Register a customer"
        description="They get a project with test and live. Their owner signs in with a code to the address."
      />
      <RegisterCustomer register={register} plans={PLAN_NAMES.map((name) => ({ name, title: PLANS[name].title }))} />
    </>
  );
}
