"use client";

import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import type { EnvironmentRoute } from "@/components/frame/paths";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import type { Outcome } from "@/components/ui/outcome";
import { useToast } from "@/components/ui/toast";
import { EventChoices } from "./event-choices";
import type { EventChoice, WebhookView } from "./webhook-view";

export type WebhookSettingsProps = {
  webhook: WebhookView;
  events: readonly EventChoice[];
  path: EnvironmentRoute;
  save: (form: FormData) => Promise<Outcome<null>>;
  remove: () => Promise<string | undefined>;
};

/** What an endpoint is, to change, and its end. */
export function WebhookSettings({ webhook, events, path, save, remove }: WebhookSettingsProps) {
  const router = useRouter();
  const toast = useToast();
  const [outcome, setOutcome] = useState<Outcome<null> | null>(null);
  const [pending, startTransition] = useTransition();
  const refused = outcome && !outcome.ok ? outcome : null;
  return (
    <form
      noValidate
      className="grid max-w-2xl grid-cols-1 gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        const form = new FormData(event.currentTarget);
        startTransition(async () => {
          const next = await save(form);
          setOutcome(next);
          if (next.ok) toast({ title: "Saved" });
        });
      }}
    >
      {refused && Object.keys(refused.fields).length === 0 ? (
        <div role="alert">
          <Callout tone="danger">{refused.message}</Callout>
        </div>
      ) : null}
      <Field name="url" label="URL" error={refused?.fields.url}>
        <Input type="url" required defaultValue={webhook.url} autoComplete="off" />
      </Field>
      <EventChoices events={events} chosen={webhook.events} />
      <Field name="description" label="Description" error={refused?.fields.description}>
        <Input maxLength={200} defaultValue={webhook.description ?? ""} autoComplete="off" />
      </Field>
      <div className="flex flex-wrap justify-between gap-2">
        <Button type="submit" variant="primary" pending={pending} pendingLabel="Saving">
          Save
        </Button>
        <ConfirmDialog
          title="Delete this endpoint?"
          confirmLabel="Delete endpoint"
          pendingLabel="Deleting"
          danger
          trigger={<Button variant="danger">Delete endpoint</Button>}
          onConfirm={async () => {
            const problem = await remove();
            if (problem === undefined) router.push(path);
            return problem;
          }}
        >
          Its deliveries go with it. What happens from now on is not sent to it any more.
        </ConfirmDialog>
      </div>
    </form>
  );
}
