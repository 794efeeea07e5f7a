import { ChoiceField } from "@/components/filters/choice-field";
import { FilterForm } from "@/components/filters/filter-form";
import type { EnvironmentRoute } from "@/components/frame/paths";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { LOG_LABELS, type LogFilters, SINCE } from "./log-entry";

const STATUSES = [
  ["2xx", "2xx, went well"],
  ["4xx", "4xx, refused"],
  ["5xx", "5xx, failed"],
] as const;

export type LogFilterProps = {
  path: EnvironmentRoute;
  filters: LogFilters;
  codes: readonly string[];
  keys: readonly { id: string; name: string }[];
};

/** Narrows the log. */
export function LogFilter({ path, filters, codes, keys }: LogFilterProps) {
  return (
    <FilterForm path={path} filters={filters}>
      <Field name="path" label={LOG_LABELS.path}>
        <Input type="search" defaultValue={filters.path} placeholder="verify-otp, req_…" autoComplete="off" />
      </Field>
      <ChoiceField name="status" label={LOG_LABELS.status} value={filters.status} any="Any status" choices={STATUSES} />
      <ChoiceField
        name="code"
        label={LOG_LABELS.code}
        value={filters.code}
        choices={codes.map((code) => [code, code])}
      />
      <ChoiceField
        name="key"
        label={LOG_LABELS.key}
        value={filters.key}
        choices={keys.map(({ id, name }) => [id, name])}
      />
      <ChoiceField
        name="since"
        label={LOG_LABELS.since}
        value={filters.since}
        any="Any time"
        choices={SINCE.map(({ name, label }) => [name, label])}
      />
    </FilterForm>
  );
}
