"use client";

import Form from "next/form";
import Link from "next/link";
import { useEffect, useRef } from "react";
import type { EnvironmentRoute } from "@/components/frame/paths";
import { isTyping } from "@/components/keyboard/is-typing";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { AUDIT_SINCE, type AuditPageFilters, namedFilters } from "./audit-entry";

/** Narrows the audit log. The address bar carries it, so it can be shared; `/` goes to the first field. */
export function AuditFilter({
  path,
  filters,
  areas,
}: {
  path: EnvironmentRoute;
  filters: AuditPageFilters;
  areas: readonly string[];
}) {
  const first = useRef<HTMLInputElement>(null);
  const isFiltered = Object.keys(namedFilters(filters)).length > 0;

  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if ((event.key !== "/" && event.key.toLowerCase() !== "f") || isTyping(event)) return;
      event.preventDefault();
      first.current?.focus();
    };
    window.addEventListener("keydown", listen);
    return () => window.removeEventListener("keydown", listen);
  }, []);

  return (
    <Form
      // What the fields hold belongs to the address: another address, other fields.
      key={JSON.stringify(filters)}
      action={path}
      scroll={false}
      className="mb-3.5 grid gap-x-2.5 gap-y-3 sm:grid-cols-2 lg:grid-cols-[1.1fr_0.9fr_1.1fr_0.9fr_1.1fr_1.3fr_auto] lg:items-end"
    >
      <Field name="q" label="Search">
        <Input ref={first} type="search" defaultValue={filters.q} placeholder="api_key.created" autoComplete="off" />
      </Field>
      <Field name="type" label="About">
        <Select defaultValue={filters.type}>
          <option value="">Anything</option>
          {areas.map((area) => (
            <option key={area}>{area}</option>
          ))}
          {filters.type === "" || areas.includes(filters.type) ? null : <option>{filters.type}</option>}
        </Select>
      </Field>
      <Field name="actor" label="Who">
        <Input defaultValue={filters.actor} placeholder="member:019a…" autoComplete="off" />
      </Field>
      <Field name="ip" label="Address">
        <Input defaultValue={filters.ip} placeholder="203.0.113.7" autoComplete="off" />
      </Field>
      <Field name="request" label="Request id">
        <Input defaultValue={filters.request} placeholder="req_…" autoComplete="off" />
      </Field>
      <Field name="since" label="Time">
        <Select defaultValue={filters.since}>
          {AUDIT_SINCE.map(({ name, label }) => (
            <option key={name} value={name}>
              {label}
            </option>
          ))}
        </Select>
      </Field>
      {filters.target === "" ? null : <input type="hidden" name="target" value={filters.target} />}
      <div className="flex items-center gap-3">
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
