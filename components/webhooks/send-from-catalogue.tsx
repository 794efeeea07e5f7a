"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import type { Outcome } from "@/components/ui/outcome";
import { ExampleDialog } from "./example-dialog";
import type { TestView } from "./webhook-view";

export type SendFromCatalogueProps = {
  event: string;
  endpoints: readonly { id: string; url: string }[];
  send: (endpointId: string, event: string) => Promise<Outcome<TestView>>;
};

/** Sends an example of the event beside which it stands to one of the endpoints. */
export function SendFromCatalogue({ event, endpoints, send }: SendFromCatalogueProps) {
  const [open, setOpen] = useState(false);
  return (
    <ExampleDialog
      title={`Send an example of ${event}`}
      trigger={
        <Button size="small" aria-label={`Send an example of ${event}`}>
          Send example
        </Button>
      }
      open={open}
      onOpenChange={setOpen}
      choice={{ label: "Endpoint", options: endpoints.map(({ id, url }) => ({ value: id, text: url })) }}
      send={(endpointId) => send(endpointId, event)}
    />
  );
}
