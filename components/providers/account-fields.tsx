import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import type { OfferedView } from "./provider-view";

export type AccountFieldsProps = {
  provider: OfferedView;
  /** The name the account has; none for a new one. */
  label?: string;
  errors: Readonly<Record<string, string>>;
  /** What is left empty stays as it is. */
  keeps?: boolean;
};

/** What is filled in of an account: a name for it, then what its provider asks for. */
export function AccountFields({ provider, label, errors, keeps = false }: AccountFieldsProps) {
  return (
    <>
      <Field name="label" label="Name" hint="For you alone: where it is listed." error={errors.label}>
        <Input defaultValue={label ?? provider.title} maxLength={100} autoComplete="off" required />
      </Field>
      {provider.fields.map((field) => (
        <Field
          key={field.name}
          name={`config.${field.name}`}
          label={field.optional ? `${field.label} (optional)` : field.label}
          hint={field.help}
          error={errors[`config.${field.name}`]}
        >
          <Input
            type={field.secret ? "password" : "text"}
            placeholder={keeps ? "Unchanged" : undefined}
            autoComplete={field.secret ? "new-password" : "off"}
            spellCheck={false}
            maxLength={4096}
            required={!keeps && !field.optional}
          />
        </Field>
      ))}
    </>
  );
}

/** The names of those fields in the form. */
export function fieldNames(provider: OfferedView): string[] {
  return ["label", ...provider.fields.map(({ name }) => `config.${name}`)];
}
