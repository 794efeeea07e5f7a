import { ChoiceField } from "@/components/filters/choice-field";
import { FilterForm } from "@/components/filters/filter-form";
import type { EnvironmentRoute } from "@/components/frame/paths";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { FILTER_LABELS, SINCE, type VerificationFilters } from "./verification-filters";
import { CHANNEL_NAMES, countryName, RESULT_CHOICES } from "./verification-words";

export type VerificationFilterProps = {
  path: EnvironmentRoute;
  filters: VerificationFilters;
  /** Of the numbers that codes were asked for; none where nobody gave a number. */
  countries: readonly string[];
  keys: readonly { id: string; name: string }[];
};

/** Narrows the list of verifications. */
export function VerificationFilter({ path, filters, countries, keys }: VerificationFilterProps) {
  return (
    <FilterForm path={path} filters={filters}>
      <Field name="recipient" label={FILTER_LABELS.recipient}>
        <Input
          type="search"
          defaultValue={filters.recipient}
          placeholder="ada@example.com"
          autoComplete="off"
          spellCheck={false}
        />
      </Field>
      <ChoiceField name="state" label={FILTER_LABELS.state} value={filters.state} choices={RESULT_CHOICES} />
      <ChoiceField
        name="channel"
        label={FILTER_LABELS.channel}
        value={filters.channel}
        choices={Object.entries(CHANNEL_NAMES)}
      />
      {countries.length > 0 || filters.country !== "" ? (
        <ChoiceField
          name="country"
          label={FILTER_LABELS.country}
          value={filters.country}
          choices={countries.map((country) => [country, countryName(country)])}
        />
      ) : null}
      <ChoiceField
        name="key"
        label={FILTER_LABELS.key}
        value={filters.key}
        choices={keys.map(({ id, name }) => [id, name])}
      />
      <Field name="template" label={FILTER_LABELS.template}>
        <Input defaultValue={filters.template} inputMode="numeric" placeholder="0" autoComplete="off" />
      </Field>
      <ChoiceField
        name="since"
        label={FILTER_LABELS.since}
        value={filters.since}
        any="Any time"
        choices={SINCE.map(({ name, label }) => [name, label])}
      />
    </FilterForm>
  );
}
