"use client";

import { useRouter } from "next/navigation";
import { useTransition } from "react";
import { announce } from "@/components/ui/announcer";
import { Button } from "@/components/ui/button";
import { useToast } from "@/components/ui/toast";
import type { MailboxListRoute } from "./mailbox-route";

/** Deletes the open message at once and goes back to the list. */
export function DeleteOne({
  id,
  list,
  deleteOne,
}: {
  id: string;
  list: MailboxListRoute;
  deleteOne: (id: string) => Promise<string | undefined>;
}) {
  const router = useRouter();
  const toast = useToast();
  const [pending, startTransition] = useTransition();

  const remove = () =>
    startTransition(async () => {
      const problem = await deleteOne(id);
      if (problem !== undefined) return toast({ title: problem, tone: "danger" });
      announce("Message deleted");
      startTransition(() => {
        router.replace(list, { scroll: false });
        router.refresh();
      });
    });

  return (
    <Button pending={pending} pendingLabel="Deleting" onClick={remove}>
      Delete
    </Button>
  );
}
