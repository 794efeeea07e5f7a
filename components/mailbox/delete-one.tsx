"use client";

import { useRouter } from "next/navigation";
import { useEffect, useTransition } from "react";
import { isTyping } from "@/components/keyboard/is-typing";
import { announce } from "@/components/ui/announcer";
import { Button } from "@/components/ui/button";
import { useToast } from "@/components/ui/toast";
import type { MailboxListRoute } from "./mailbox-route";

/** Deletes the open message at once, by the Delete key too, and goes back to the list. */
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

  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.key !== "Delete" || pending || isTyping(event)) return;
      event.preventDefault();
      remove();
    };
    window.addEventListener("keydown", listen);
    return () => window.removeEventListener("keydown", listen);
  });

  return (
    <Button aria-keyshortcuts="Delete" pending={pending} pendingLabel="Deleting" onClick={remove}>
      Delete
    </Button>
  );
}
