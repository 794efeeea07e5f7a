import { Card } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import type { BrandField, BrandState, BrandValues } from "./brand-state";

/** A language that messages can be written in. */
export type BrandLocale = { tag: string; name: string; reviewed: boolean };

export type BrandFieldsProps = {
  values: BrandValues;
  set: (field: BrandField, value: string) => void;
  errors: BrandState["fields"];
  locales: readonly BrandLocale[];
  kind: "test" | "live";
  allowed: boolean;
};

/** What can be said of the brand, field by field. */
export function BrandFields({ values, set, errors, locales, kind, allowed }: BrandFieldsProps) {
  const control = (name: BrandField) => ({
    value: values[name],
    onChange: (event: { target: { value: string } }) => set(name, event.target.value),
    readOnly: !allowed,
    autoComplete: "off",
    spellCheck: false,
  });
  return (
    <>
      <Card title="Name and look">
        <div className="grid grid-cols-1 gap-4 sm:grid-cols-2">
          <Field name="name" label="Name" hint="The sender, and in every message." error={errors.name}>
            <Input {...control("name")} maxLength={64} />
          </Field>
          <Field
            name="accent"
            label="Colour"
            hint="Of the line above the message, such as #0a7d3c. Words keep colours that everybody can read."
            error={errors.accent}
          >
            <Input {...control("accent")} placeholder="#0a7d3c" maxLength={7} />
          </Field>
          <div className="sm:col-span-2">
            <Field
              name="logo_url"
              label="Logo"
              hint="An https address of an image, shown 32 px high on white. Readers without images see the name."
              error={errors.logo_url}
            >
              <Input {...control("logo_url")} inputMode="url" placeholder="https://" maxLength={1024} />
            </Field>
          </div>
        </div>
      </Card>
      <Card title="Who you are">
        <div className="grid grid-cols-1 gap-4 sm:grid-cols-2">
          <Field
            name="domain"
            label="Domain of your app"
            hint="Where people enter the code. Phones fill it in there alone, once it or a name below it is verified under Domains."
            error={errors.domain}
          >
            <Input {...control("domain")} inputMode="url" placeholder="example.com" />
          </Field>
          <Field
            name="support_email"
            label="Support address"
            hint="Answers to your messages go there."
            error={errors.support_email}
          >
            <Input {...control("support_email")} inputMode="email" />
          </Field>
          <div className="sm:col-span-2">
            <Field
              name="postal_address"
              label="Postal address"
              hint="In the last line of each email."
              error={errors.postal_address}
            >
              <Input {...control("postal_address")} maxLength={200} />
            </Field>
          </div>
        </div>
      </Card>
      <Card title="Language and subject">
        <div className="grid grid-cols-1 gap-4">
          <LocaleField values={values} set={set} error={errors.locale} locales={locales} allowed={allowed} />
          <label className="flex items-start gap-2.5">
            <input
              type="checkbox"
              name="code_in_subject"
              value="on"
              checked={values.code_in_subject === "on"}
              onChange={(event) => set("code_in_subject", event.target.checked ? "on" : "")}
              disabled={!allowed}
              className="mt-0.5 size-4.5 shrink-0 accent-(--brand) pointer-coarse:size-6"
            />
            <span>
              <span className="font-medium">Code in the subject</span>
              <span className="block text-13 text-muted">
                Watches and lock screens show it. Switch it off where several people share an inbox. Saved for {kind}{" "}
                alone.
              </span>
            </span>
          </label>
        </div>
      </Card>
    </>
  );
}

function LocaleField({
  values,
  set,
  error,
  locales,
  allowed,
}: Pick<BrandFieldsProps, "values" | "set" | "locales" | "allowed"> & { error: string | undefined }) {
  const { locale } = values;
  const listed = locale === "" || locales.some(({ tag }) => tag === locale);
  return (
    <Field
      name="locale"
      label="Language"
      hint="For people of whom neither your app nor their own settings name another. No native speaker has read the drafts yet."
      error={error}
    >
      <Select value={locale} onChange={(event) => set("locale", event.target.value)} disabled={!allowed}>
        <option value="">English, unless another is asked for</option>
        {locales.map(({ tag, name, reviewed }) => (
          <option key={tag} value={tag}>
            {reviewed ? name : `${name} (draft)`}
          </option>
        ))}
        {listed ? null : <option value={locale}>{locale}</option>}
      </Select>
    </Field>
  );
}
