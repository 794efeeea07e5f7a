"use client";

import { useEffect, useState } from "react";
import { isTyping } from "@/components/keyboard/is-typing";
import { Button } from "@/components/ui/button";
import type { Outcome } from "@/components/ui/outcome";
import { ExampleDialog } from "./example-dialog";
import type { EventChoice, TestView } from "./webhook-view";

export type SendTestProps = {
  events: readonly EventChoice[];
  send: (event: string) => Promise<Outcome<TestView>>;
};

/** Sends an example of an event to the endpoint that the page is about. E opens it. */
export function SendTest({ events, send }: SendTestProps) {
  const [open, setOpen] = useState(false);

  useEffect(() => {
    const listen = (pressed: KeyboardEvent) => {
      if (open || pressed.key.toLowerCase() !== "e" || isTyping(pressed)) return;
      pressed.preventDefault();
      setOpen(true);
    };
    window.addEventListener("keydown", listen);
    return () => window.removeEventListener("keydown", listen);
  }, [open]);

  return (
    <ExampleDialog
      title="Send an example"
      trigger={<Button aria-keyshortcuts="E">Send example</Button>}
      open={open}
      onOpenChange={setOpen}
      choice={{
        label: "Event",
        options: events.map(({ type }) => ({ value: type, text: type })),
        usual: "otp.verified",
      }}
      send={send}
    />
  );
}
