import Form from "next/form";
import Link from "next/link";
import { useId } from "react";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";
import type { MailboxRoute } from "./mailbox-route";

/** Narrows the list to one recipient. The address bar carries it, so it can be shared. */
export function RecipientFilter({ path, to }: { path: MailboxRoute; to: string | null }) {
  const id = useId();
  return (
    <Form action={path} scroll={false} className="flex flex-wrap items-end gap-2">
      <div className="grid w-64 max-w-full gap-1.5">
        <label htmlFor={id} className="font-medium">
          Recipient
        </label>
        <Input
          id={id}
          key={to ?? ""}
          name="to"
          type="search"
          defaultValue={to ?? ""}
          placeholder="ada@example.com"
          autoComplete="off"
          spellCheck={false}
        />
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
