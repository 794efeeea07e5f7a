import type { Route } from "next";
import Form from "next/form";
import Link from "next/link";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";

/** Narrows the list to one recipient. The address bar carries it, so it can be shared. */
export function RecipientFilter({ path, to }: { path: Route; to: string | null }) {
  return (
    <Form action={path} scroll={false} className="flex flex-wrap items-end gap-2">
      <div className="w-64 max-w-full">
        <Field name="to" label="Recipient">
          <Input
            key={to ?? ""}
            type="search"
            defaultValue={to ?? ""}
            placeholder="ada@example.com"
            autoComplete="off"
            spellCheck={false}
          />
        </Field>
      </div>
      <Button type="submit">Filter</Button>
      {to ? (
        <Link href={path} scroll={false} className="link py-1.5">
          Clear filter
        </Link>
      ) : null}
    </Form>
  );
}
