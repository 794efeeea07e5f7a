import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/textarea";

type PlacesProps = {
  /** Those that the key has. */
  own?: readonly string[];
  error: string | undefined;
};

/** The origins whose pages may use a key. */
export function AllowedOrigins({ environment, own, error }: PlacesProps & { environment: "test" | "live" }) {
  return (
    <Field
      name="allowed_origins"
      label="Allowed origins"
      hint={
        environment === "test"
          ? "One a line, such as https://app.example.com. In test, none means any."
          : "One a line, such as https://app.example.com. Pages of other origins are refused."
      }
      error={error}
    >
      <Textarea rows={3} spellCheck={false} autoComplete="off" defaultValue={own?.join("\n")} />
    </Field>
  );
}

/** The addresses that a key may be used from. */
export function AllowedAddresses({ own, error }: PlacesProps) {
  return (
    <Field
      name="allowed_ips"
      label="Allowed addresses (optional)"
      hint="One a line, such as 203.0.113.7 or 203.0.113.0/24. None: from anywhere."
      error={error}
    >
      <Textarea rows={2} spellCheck={false} autoComplete="off" defaultValue={own?.join("\n")} />
    </Field>
  );
}
