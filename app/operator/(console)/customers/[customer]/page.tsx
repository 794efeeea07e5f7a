import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache } from "react";
import { DangerZone } from "@/components/customers/danger-zone";
import { CustomerFacts } from "@/components/operator/customer-facts";
import { CustomerFeatures } from "@/components/operator/customer-features";
import { CustomerStanding } from "@/components/operator/customer-standing";
import { CustomerStatusMark } from "@/components/operator/customer-status";
import { CustomerTerms } from "@/components/operator/customer-terms";
import { MemberTable } from "@/components/team/member-table";
import { Card } from "@/components/ui/card";
import { PageHeader } from "@/components/ui/page-header";
import { PLAN_NAMES, PLANS } from "@/lib/billing";
import { isNinepinError } from "@/lib/core/errors";
import { isUuid } from "@/lib/core/ids";
import { readOperatedCustomer } from "@/lib/customers";
import { requireOperator } from "../../../access";
import { requestDeletion, saveFeatures, saveTerms, setStatus, undoDeletion } from "./actions";

type Params = Promise<{ customer: string }>;

const findCustomer = cache(async (id: string) => {
  const { deps, asking } = await requireOperator();
  if (!isUuid(id)) notFound();
  try {
    return await readOperatedCustomer(deps, asking, id);
  } catch (error) {
    if (isNinepinError(error) && error.code === "not_found") notFound();
    throw error;
  }
});

export async function generateMetadata({ params }: { params: Params }): Promise<Metadata> {
  return { title: (await findCustomer((await params).customer)).name };
}

export default async function OperatorCustomerPage({ params }: { params: Params }) {
  const customer = await findCustomer((await params).customer);
  const { id, plan } = customer;
  const plans = PLAN_NAMES.map((name) => ({ name, title: PLANS[name].title }));
  return (
    <>
      <PageHeader title={customer.name} description="What you change here stands in the customer’s own audit log.">
        <CustomerStatusMark customer={customer} />
      </PageHeader>
      <div className="grid grid-cols-1 items-start gap-3.5 lg:grid-cols-2">
        <CustomerStanding
          name={customer.name}
          status={customer.status}
          reason={customer.statusReason}
          setStatus={setStatus.bind(null, id)}
        />
        <CustomerFacts customer={customer} />
        <CustomerTerms
          plans={plans}
          plan={plan}
          own={customer.ownQuotas}
          planQuotas={{ daily: PLANS[plan].dailyQuota, monthly: PLANS[plan].monthlyQuota }}
          save={saveTerms.bind(null, id)}
        />
        <CustomerFeatures
          planFeatures={PLANS[plan].features}
          own={customer.ownFeatures}
          save={saveFeatures.bind(null, id)}
        />
        <div className="lg:col-span-2">
          <Card title="Members" padded={false}>
            <MemberTable rows={customer.members} ownId={null} />
          </Card>
        </div>
        <div className="lg:col-span-2">
          <DangerZone
            name={customer.name}
            deleteAfter={customer.deleteAfter}
            owner
            request={requestDeletion.bind(null, id)}
            undo={undoDeletion.bind(null, id)}
          />
        </div>
      </div>
    </>
  );
}
