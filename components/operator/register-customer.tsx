"use client";

import Link from "next/link";
import { useActionState } from "react";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Card } from "@/components/ui/card";
import { CopyButton } from "@/components/ui/copy-button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { KeptForm } from "@/components/ui/kept-form";
import { Select } from "@/components/ui/select";
import type { RegisterState } from "./form-states";
import { PlanOptions } from "./plan-options";

export type RegisterCustomerProps = {
  register: (state: RegisterState, form: FormData) => Promise<RegisterState>;
  plans: readonly { name: string; title: string }[];
};

/** Registers a customer, and shows their keys once. */
export function RegisterCustomer({ register, plans }: RegisterCustomerProps) {
  const [state, action, pending] = useActionState(register, { status: "idle" });
  if (state.status === "registered") return <Registered {...state} />;
  const refused = state.status === "refused" ? state : null;
  return (
    <Card title="New customer">
      <KeptForm action={action} className="grid gap-4">
        {refused?.message ? (
          <div role="alert">
            <Callout tone="danger">{refused.message}</Callout>
          </div>
        ) : null}
        <div className="grid grid-cols-1 gap-4 sm:grid-cols-2">
          <Field name="name" label="Name" hint="The company." error={refused?.fields.name}>
            <Input defaultValue={refused?.typed.name} autoComplete="off" />
          </Field>
          <Field
            name="email"
            label="Owner’s email"
            hint="Their codes to sign in go there."
            error={refused?.fields.email}
          >
            <Input type="email" defaultValue={refused?.typed.email} autoComplete="off" />
          </Field>
          <Field
            name="project"
            label="Project"
            hint="Their first app; the name of the company unless given."
            error={refused?.fields.project}
          >
            <Input defaultValue={refused?.typed.project} autoComplete="off" />
          </Field>
          <Field name="plan" label="Plan">
            <Select>
              <PlanOptions plans={plans} />
            </Select>
          </Field>
        </div>
        <div className="flex justify-end">
          <Button type="submit" variant="primary" pending={pending} pendingLabel="Registering">
            Register customer
          </Button>
        </div>
      </KeptForm>
    </Card>
  );
}

function Registered({ customer, keys }: Extract<RegisterState, { status: "registered" }>) {
  return (
    <Card title={`${customer.name} is registered`}>
      <div className="grid grid-cols-1 gap-4" role="status">
        <Callout tone="warn" title="This is the only time you see the secret keys">
          We keep only a hash of them. Hand them on the way you hand on secrets.
        </Callout>
        <dl className="divide-y divide-line rounded-2 border border-line">
          {keys.map(({ environment, type, key }) => (
            <div key={key} className="flex flex-wrap items-center gap-x-4 gap-y-0.5 py-1.5 pr-2 pl-4">
              <dt className="w-36 shrink-0 text-muted">
                {environment === "test" ? "Test" : "Live"}, {type}
              </dt>
              <dd className="flex min-w-0 flex-1 basis-56 items-center gap-2">
                <code className="min-w-0 flex-1 break-all text-12">{key}</code>
                <CopyButton value={key} label={`${environment} ${type} key`} />
              </dd>
            </div>
          ))}
        </dl>
        <p>
          <Link href={`/operator/customers/${customer.id}`} className="link">
            Open {customer.name}
          </Link>
        </p>
      </div>
    </Card>
  );
}
