import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";

export type ChoiceFieldProps = {
  name: string;
  label: string;
  value: string;
  /** What choosing nothing says. */
  any?: string;
  choices: readonly (readonly [value: string, label: string])[];
};

/** A filter that is chosen. What the address names and nobody offers is shown as it is. */
export function ChoiceField({ name, label, value, any = "Any", choices }: ChoiceFieldProps) {
  const isOffered = value === "" || choices.some(([offered]) => offered === value);
  return (
    <Field name={name} label={label}>
      <Select defaultValue={value}>
        <option value="">{any}</option>
        {choices.map(([offered, words]) => (
          <option key={offered} value={offered}>
            {words}
          </option>
        ))}
        {isOffered ? null : <option>{value}</option>}
      </Select>
    </Field>
  );
}
