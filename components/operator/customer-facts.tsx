import { Card } from "@/components/ui/card";
import { CopyButton } from "@/components/ui/copy-button";
import { Time } from "@/components/ui/time";
import type { OperatedCustomer } from "@/lib/customers/customer-contract";

/** Who a customer is, and what they have used. */
export function CustomerFacts({ customer }: { customer: OperatedCustomer }) {
  const { daily, monthly } = customer.quotas;
  return (
    <Card title="Account" padded={false}>
      <dl className="divide-y divide-line">
        <Fact name="Id" value={customer.id} copy />
        <div className="flex items-center gap-4 px-4 py-2">
          <dt className="w-28 shrink-0 text-muted">Since</dt>
          <dd>
            <Time value={customer.createdAt} />
          </dd>
        </div>
        <Fact name="Codes today" value={used(daily)} />
        <Fact name="This month" value={used(monthly)} />
        {customer.projects.map((project) => (
          <div key={project.id} className="grid gap-1 px-4 py-2">
            <dt className="text-muted">
              Project <span className="text-ink">{project.name}</span>
            </dt>
            {(["test", "live"] as const).map((kind) => (
              <dd key={kind} className="flex items-center gap-2">
                <span className="w-10 shrink-0 text-13 text-muted">{kind === "test" ? "Test" : "Live"}</span>
                <code className="min-w-0 flex-1 break-all text-12">{project.environments[kind]}</code>
                <CopyButton value={project.environments[kind]} label={`${kind} environment of ${project.name}`} />
              </dd>
            ))}
          </div>
        ))}
      </dl>
    </Card>
  );
}

function used({ limit, used: count }: { limit: number | null; used: number }): string {
  return limit === null ? "Not metered" : `${count.toLocaleString("en")} of ${limit.toLocaleString("en")} in live`;
}

function Fact({ name, value, copy = false }: { name: string; value: string; copy?: boolean }) {
  return (
    <div className="flex items-center gap-4 px-4 py-2">
      <dt className="w-28 shrink-0 text-muted">{name}</dt>
      <dd className="flex min-w-0 flex-1 items-center gap-2">
        {copy ? (
          <code className="min-w-0 flex-1 break-all text-12">{value}</code>
        ) : (
          <span className="num">{value}</span>
        )}
        {copy ? <CopyButton value={value} label={`customer’s ${name.toLowerCase()}`} /> : null}
      </dd>
    </div>
  );
}
