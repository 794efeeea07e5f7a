"use client";

import { unstable_rethrow, useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { KeyDialog, type KeyDialogProps } from "./create-key";
import type { CreatedKey, KeyFormState } from "./key-form-state";

const OVERLAPS = [
  [0, "Now", "Every request with the old key is refused from now on."],
  [86_400, "In 24 hours", "Both keys work for a day."],
  [604_800, "In 7 days", "Both keys work for a week: put the new one everywhere meanwhile."],
  [2_592_000, "In 30 days", "Both keys work for thirty days."],
] as const;

const USUAL = 604_800;

export type RotateKeyProps = KeyDialogProps & {
  name: string;
  rotate: (overlapSeconds: number) => Promise<KeyFormState>;
};

/** Makes a key in another's place, and lets the old one go on for a while. */
export function RotateKey({ name, rotate, ...dialog }: RotateKeyProps) {
  const router = useRouter();
  return (
    <KeyDialog
      {...dialog}
      title={`Rotate ${name}`}
      // Not before: a key that was rotated offers no rotation any more, and its dialog, with the new key, would be lost.
      onClosed={() => router.refresh()}
      trigger={
        <Button variant="quiet" size="small" aria-label={`Rotate ${name}`}>
          Rotate
        </Button>
      }
    >
      {({ onCreated, onCancel }) => <RotateForm rotate={rotate} onCreated={onCreated} onCancel={onCancel} />}
    </KeyDialog>
  );
}

function RotateForm({
  rotate,
  onCreated,
  onCancel,
}: Pick<RotateKeyProps, "rotate"> & { onCreated: (created: CreatedKey) => void; onCancel: () => void }) {
  const [overlap, setOverlap] = useState<number>(USUAL);
  const [problem, setProblem] = useState<string | null>(null);
  const [pending, startTransition] = useTransition();
  const submit = () =>
    startTransition(async () => {
      try {
        const made = await rotate(overlap);
        startTransition(() => {
          if (made.status === "created") onCreated(made.created);
          else setProblem(made.message);
        });
      } catch (error) {
        unstable_rethrow(error);
        startTransition(() => setProblem("We could not reach Ninepin. Try again."));
      }
    });
  return (
    <form
      className="grid gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (!pending) submit();
      }}
    >
      {problem ? (
        <div role="alert">
          <Callout tone="danger">{problem}</Callout>
        </div>
      ) : null}
      <p className="text-muted">The new key may do what the old one may, from where the old one may.</p>
      <Field name="overlap" label="The old key ends" hint={OVERLAPS.find(([seconds]) => seconds === overlap)?.[2]}>
        <Select value={overlap} onChange={(event) => setOverlap(Number(event.target.value))}>
          {OVERLAPS.map(([seconds, label]) => (
            <option key={seconds} value={seconds}>
              {label}
            </option>
          ))}
        </Select>
      </Field>
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onCancel}>Cancel</Button>
        <Button type="submit" variant="primary" pending={pending} pendingLabel="Rotating">
          Rotate key
        </Button>
      </div>
    </form>
  );
}
