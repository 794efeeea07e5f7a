import { ChoiceField } from "@/components/filters/choice-field";
import { FilterForm } from "@/components/filters/filter-form";
import type { EnvironmentRoute } from "@/components/frame/paths";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { AUDIT_LABELS, AUDIT_SINCE, type AuditPageFilters } from "./audit-entry";

export type AuditFilterProps = { path: EnvironmentRoute; filters: AuditPageFilters; areas: readonly string[] };

/** Narrows the audit log. */
export function AuditFilter({ path, filters, areas }: AuditFilterProps) {
  return (
    <FilterForm path={path} filters={filters}>
      <Field name="q" label={AUDIT_LABELS.q}>
        <Input type="search" defaultValue={filters.q} placeholder="api_key.created" autoComplete="off" />
      </Field>
      <ChoiceField
        name="type"
        label={AUDIT_LABELS.type}
        value={filters.type}
        any="Anything"
        choices={areas.map((area) => [area, area])}
      />
      <Field name="actor" label={AUDIT_LABELS.actor}>
        <Input defaultValue={filters.actor} placeholder="member:019a…" autoComplete="off" />
      </Field>
      <Field name="ip" label={AUDIT_LABELS.ip}>
        <Input defaultValue={filters.ip} placeholder="203.0.113.7" autoComplete="off" />
      </Field>
      <Field name="request" label={AUDIT_LABELS.request}>
        <Input defaultValue={filters.request} placeholder="req_…" autoComplete="off" />
      </Field>
      <ChoiceField
        name="since"
        label={AUDIT_LABELS.since}
        value={filters.since}
        any="Any time"
        choices={AUDIT_SINCE.map(({ name, label }) => [name, label])}
      />
      {filters.target === "" ? null : <input type="hidden" name="target" value={filters.target} />}
    </FilterForm>
  );
}
