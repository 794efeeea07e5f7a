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
import { type LogFilters, SINCE } from "./log-entry";

const STATUSES = [
  ["", "Any status"],
  ["2xx", "2xx, went well"],
  ["4xx", "4xx, refused"],
  ["5xx", "5xx, failed"],
] as const;

/** Narrows the log. The address bar carries it, so it can be shared; `/` goes to the first field. */
export function LogFilter({
  path,
  filters,
  codes,
  keys,
}: {
  path: EnvironmentRoute;
  filters: LogFilters;
  codes: readonly string[];
  keys: readonly { id: string; name: string }[];
}) {
  const first = useRef<HTMLInputElement>(null);
  const isFiltered = Object.values(filters).some((value) => value !== "");

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
      className="mb-3.5 grid gap-x-2.5 gap-y-3 sm:grid-cols-2 lg:grid-cols-[1.4fr_1fr_1.2fr_1.2fr_1fr_auto] lg:items-end"
    >
      <Field name="path" label="Path or request id">
        <Input
          ref={first}
          type="search"
          defaultValue={filters.path}
          placeholder="verify-otp, req_…"
          autoComplete="off"
        />
      </Field>
      <Field name="status" label="Status">
        <Select defaultValue={filters.status}>
          {STATUSES.map(([value, label]) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </Select>
      </Field>
      <Field name="code" label="Error">
        <Select defaultValue={filters.code}>
          <option value="">Any</option>
          {codes.map((code) => (
            <option key={code}>{code}</option>
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
