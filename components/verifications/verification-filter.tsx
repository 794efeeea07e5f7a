"use client";

import Form from "next/form";
import Link from "next/link";
import type { EnvironmentRoute } from "@/components/frame/paths";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { namedFilters, SINCE, type VerificationFilters } from "./verification-filters";
import { CHANNEL_NAMES, RESULT_CHOICES } from "./verification-words";

export type VerificationFilterProps = {
  path: EnvironmentRoute;
  filters: VerificationFilters;
  keys: readonly { id: string; name: string }[];
};

/** Narrows the list. The address bar carries it; `/` goes to the first field. */
export function VerificationFilter({ path, filters, keys }: VerificationFilterProps) {
  const isFiltered = Object.keys(namedFilters(filters)).length > 0;
  return (
    <Form
      // What the fields hold belongs to the address: another address, other fields.
      key={JSON.stringify(filters)}
      action={path}
      scroll={false}
      className="mb-3.5 grid gap-x-2.5 gap-y-3 sm:grid-cols-2 lg:grid-cols-[1.6fr_1fr_1fr_1fr_0.7fr_1.1fr_auto] lg:items-end"
    >
      <Field name="recipient" label="Whole address or number">
        <Input
          type="search"
          defaultValue={filters.recipient}
          placeholder="ada@example.com"
          autoComplete="off"
          spellCheck={false}
        />
      </Field>
      <Field name="state" label="Result">
        <Select defaultValue={filters.state}>
          <option value="">Any</option>
          {RESULT_CHOICES.map(([value, label]) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </Select>
      </Field>
      <Field name="channel" label="Channel">
        <Select defaultValue={filters.channel}>
          <option value="">Any</option>
          {Object.entries(CHANNEL_NAMES).map(([value, label]) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </Select>
      </Field>
      <Field name="key" label="API key">
        <Select defaultValue={filters.key}>
          <option value="">Any</option>
          {keys.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </Select>
      </Field>
      <Field name="template" label="Version">
        <Input defaultValue={filters.template} inputMode="numeric" placeholder="0" autoComplete="off" />
      </Field>
      <Field name="since" label="Time">
        <Select defaultValue={filters.since}>
          {SINCE.map(({ name, label }) => (
            <option key={name} value={name}>
              {label}
            </option>
          ))}
        </Select>
      </Field>
      <div className="flex items-center gap-3 lg:pb-1.5">
        <Button type="submit">Filter</Button>
        {isFiltered ? (
          <Link href={path} scroll={false} className="link">
            Clear filters
          </Link>
        ) : null}
      </div>
    </Form>
  );
}
