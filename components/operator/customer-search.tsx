import Form from "next/form";
import Link from "next/link";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { PlanOptions } from "./plan-options";

export type CustomerSearchProps = {
  filter: { search?: string; plan?: string; status?: string };
  plans: readonly { name: string; title: string }[];
};

/** Narrows the list of customers. The address bar carries it, so it can be shared. */
export function CustomerSearch({ filter, plans }: CustomerSearchProps) {
  return (
    <Form
      // The fields begin anew with what the address says.
      key={JSON.stringify(filter)}
      action="/operator/customers"
      scroll={false}
      className="mb-4 flex flex-wrap items-end gap-2"
    >
      <div className="w-72 max-w-full">
        <Field name="search" label="Search">
          <Input
            type="search"
            defaultValue={filter.search}
            placeholder="Name, address, project or id"
            maxLength={200}
          />
        </Field>
      </div>
      <div className="w-36">
        <Field name="plan" label="Plan">
          <Select defaultValue={filter.plan ?? ""}>
            <option value="">Any</option>
            <PlanOptions plans={plans} />
          </Select>
        </Field>
      </div>
      <div className="w-36">
        <Field name="status" label="Status">
          <Select defaultValue={filter.status ?? ""}>
            <option value="">Any</option>
            <option value="active">Active</option>
            <option value="suspended">Suspended</option>
            <option value="cancelled">Cancelled</option>
          </Select>
        </Field>
      </div>
      <Button type="submit">Search</Button>
      {Object.keys(filter).length > 0 ? (
        <Link href="/operator/customers" scroll={false} className="link py-1.5">
          Clear
        </Link>
      ) : null}
    </Form>
  );
}
