"use client";

import { useActionState } from "react";
import { Callout } from "@/components/ui/callout";
import { Card } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { SubmitButton } from "@/components/ui/submit-button";
import type { ReviewerFormState } from "./reviewer-form-state";

export type AddReviewerProps = {
  add: (state: ReviewerFormState, form: FormData) => Promise<ReviewerFormState>;
};

/** Lists an identifier as a reviewer's. Works as a plain form without JavaScript. */
export function AddReviewer({ add }: AddReviewerProps) {
  const [state, action] = useActionState(add, { status: "idle" });
  const refused = state.status === "refused" ? state : null;
  return (
    <Card title="Add a reviewer">
      <form action={action} className="grid gap-4" noValidate>
        {refused && refused.field === null ? (
          <div role="alert">
            <Callout tone="danger">{refused.message}</Callout>
          </div>
        ) : null}
        <div className="grid grid-cols-1 gap-4 sm:grid-cols-[1fr_12rem]">
          <Field
            name="identifier"
            label="Email or phone"
            hint="An address of its own for the reviewer, not one of a user."
            error={refused?.field === "identifier" ? refused.message : undefined}
          >
            <Input key={refused?.typed ?? ""} defaultValue={refused?.typed ?? ""} autoComplete="off" />
          </Field>
          <Field name="days" label="Works for">
            <Select defaultValue="14">
              <option value="7">7 days</option>
              <option value="14">14 days</option>
              <option value="30">30 days</option>
            </Select>
          </Field>
        </div>
        <div className="flex justify-end">
          <SubmitButton variant="primary" pendingLabel="Adding">
            Add reviewer
          </SubmitButton>
        </div>
      </form>
    </Card>
  );
}
