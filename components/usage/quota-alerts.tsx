"use client";

import { useActionState } from "react";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Card } from "@/components/ui/card";
import { KeptForm } from "@/components/ui/kept-form";
import { useSavedToast } from "@/components/ui/use-saved-toast";

/** How often it was saved, and why it was not. */
export type SavedAlerts = { saved: number; message: string | null };

export type QuotaAlertsProps = {
  offered: readonly number[];
  chosen: readonly number[];
  /** Where the mails go: each member chooses for themselves. */
  email: string;
  save: (state: SavedAlerts, form: FormData) => Promise<SavedAlerts>;
};

/** At which percents of a quota the reader is mailed. */
export function QuotaAlerts({ offered, chosen, email, save }: QuotaAlertsProps) {
  const [state, action, pending] = useActionState(save, { saved: 0, message: null });
  useSavedToast(state.saved, "Alerts saved");

  return (
    <Card title="Alerts">
      <KeptForm action={action} className="grid gap-3">
        {state.message ? (
          <div role="alert">
            <Callout tone="danger">{state.message}</Callout>
          </div>
        ) : null}
        <div className="flex flex-wrap items-end gap-x-6 gap-y-3">
          <fieldset className="min-w-0 flex-1 basis-64">
            <legend className="max-w-[68ch] text-muted">
              Mail to <span className="break-all text-ink">{email}</span> when so much of a day’s or month’s codes is
              used. Everybody in the team chooses for themselves.
            </legend>
            <div className="mt-2 flex flex-wrap gap-x-6 gap-y-2">
              {offered.map((percent) => (
                <label key={percent} className="flex min-h-6 items-center gap-2.5">
                  <input
                    type="checkbox"
                    name="percent"
                    value={percent}
                    defaultChecked={chosen.includes(percent)}
                    className="size-4 accent-(--brand) pointer-coarse:size-6"
                  />
                  <span className="num">{percent} %</span>
                </label>
              ))}
            </div>
          </fieldset>
          <Button type="submit" pending={pending} pendingLabel="Saving">
            Save alerts
          </Button>
        </div>
      </KeptForm>
    </Card>
  );
}
