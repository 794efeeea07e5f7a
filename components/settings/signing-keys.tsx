"use client";

import { useState, useTransition } from "react";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Card } from "@/components/ui/card";
import { CopyButton } from "@/components/ui/copy-button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { Status } from "@/components/ui/status";
import { Table } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import { useToast } from "@/components/ui/toast";

export type SigningKeyRow = {
  kid: string;
  algorithm: string;
  state: "upcoming" | "current" | "retired";
  createdAt: Date;
  signsFrom: Date;
  retiredAt: Date | null;
};

/** What came of making a key. `secret` is HS256's, shown this once. */
export type MadeSigningKey = { ok: true; kid: string; secret: string | null } | { ok: false; problem: string };

export type SigningKeysProps = {
  rows: readonly SigningKeyRow[];
  algorithms: readonly string[];
  algorithm: string;
  /** Null for members who may not. */
  make: ((input: { algorithm: string; atOnce: boolean }) => Promise<MadeSigningKey>) | null;
};

const STATES = {
  upcoming: { kind: "waiting", word: "Shown, not signing yet" },
  current: { kind: "verified", word: "Signing" },
  retired: { kind: "expired", word: "Retired" },
} as const;

/** The keys that sign tokens, a list of them in a narrow window, and the way to a new one. */
export function SigningKeys({ rows, algorithms, algorithm, make }: SigningKeysProps) {
  return (
    <Card
      title="Signing keys"
      padded={false}
      actions={make ? <NewSigningKey algorithms={algorithms} algorithm={algorithm} make={make} /> : null}
    >
      {rows.length === 0 ? (
        <p className="px-4 py-3 text-muted">No key yet. The first token makes one.</p>
      ) : (
        <>
          <div className="max-sm:hidden">
            <Table label="Signing keys">
              <thead>
                <tr>
                  <th scope="col">Key id</th>
                  <th scope="col">Algorithm</th>
                  <th scope="col">State</th>
                  <th scope="col">Signs from</th>
                  <th scope="col">Made</th>
                </tr>
              </thead>
              <tbody>
                {rows.map((row) => (
                  <tr key={row.kid}>
                    <th scope="row">
                      <KeyId kid={row.kid} />
                    </th>
                    <td>{row.algorithm}</td>
                    <td>
                      <Status kind={STATES[row.state].kind}>{STATES[row.state].word}</Status>
                    </td>
                    <td className="text-muted">
                      <Time value={row.signsFrom} />
                    </td>
                    <td className="text-muted">
                      <Time value={row.createdAt} />
                    </td>
                  </tr>
                ))}
              </tbody>
            </Table>
          </div>
          <ul aria-label="Signing keys" data-rows="" className="divide-y divide-line border-line border-t sm:hidden">
            {rows.map((row) => (
              <li key={row.kid} className="grid gap-1 px-4 py-2.5">
                <span className="flex flex-wrap items-center justify-between gap-x-3">
                  <KeyId kid={row.kid} />
                  <Status kind={STATES[row.state].kind}>{STATES[row.state].word}</Status>
                </span>
                <span className="text-13 text-muted">
                  {row.algorithm}, signs from <Time value={row.signsFrom} />, made <Time value={row.createdAt} />
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
      <p className="border-line border-t px-4 py-3 text-13 text-muted">
        A retired key stays in the JWKS until its last token has ended. Keys are replaced by themselves after 90 days,
        but for HS256.
      </p>
    </Card>
  );
}

function KeyId({ kid }: { kid: string }) {
  const start = kid.slice(0, 12);
  return (
    <span className="inline-flex items-center gap-1">
      <code className="font-normal text-12">{start}…</code>
      <CopyButton value={kid} label={`key id ${start}`} />
    </span>
  );
}

function NewSigningKey({
  algorithms,
  algorithm: current,
  make,
}: Pick<SigningKeysProps, "algorithms" | "algorithm"> & { make: NonNullable<SigningKeysProps["make"]> }) {
  const toast = useToast();
  const [open, setOpen] = useState(false);
  const [algorithm, setAlgorithm] = useState(current);
  const [atOnce, setAtOnce] = useState(false);
  const [made, setMade] = useState<MadeSigningKey | null>(null);
  const [pending, startTransition] = useTransition();
  const secret = made?.ok ? made.secret : null;

  const change = (next: boolean) => {
    setOpen(next);
    if (!next) return;
    setMade(null);
    setAlgorithm(current);
    setAtOnce(false);
  };
  const confirm = () =>
    startTransition(async () => {
      const answer = await make({ algorithm, atOnce }).catch(
        () => ({ ok: false, problem: "We could not reach Ninepin. Try again." }) as const,
      );
      startTransition(() => {
        setMade(answer);
        if (!answer.ok || answer.secret !== null) return;
        setOpen(false);
        toast({ title: "Signing key made", description: `${answer.kid.slice(0, 12)}…` });
      });
    });

  return (
    <Dialog
      title={secret === null ? "Make a new signing key" : "The secret of your HS256 key"}
      trigger={<Button size="small">Make a new key</Button>}
      open={open}
      onOpenChange={change}
    >
      {secret === null ? (
        <div className="grid grid-cols-1 gap-4">
          {made?.ok === false ? (
            <div role="alert">
              <Callout tone="danger">{made.problem}</Callout>
            </div>
          ) : null}
          <Field name="algorithm" label="Algorithm" hint="Its older keys retire when the new one begins to sign.">
            <Select value={algorithm} onChange={(event) => setAlgorithm(event.target.value)}>
              {algorithms.map((each) => (
                <option key={each}>{each}</option>
              ))}
            </Select>
          </Field>
          <Field
            name="at_once"
            label="Signs"
            hint={
              atOnce
                ? "For a key that must not sign once more. Whoever keeps the JWKS may refuse new tokens for five minutes."
                : "By then everybody who reads the JWKS has seen the new key."
            }
          >
            <Select value={atOnce ? "now" : "later"} onChange={(event) => setAtOnce(event.target.value === "now")}>
              <option value="later">In about five minutes</option>
              <option value="now">At once</option>
            </Select>
          </Field>
          <div className="flex flex-wrap justify-end gap-2">
            <Button onClick={() => change(false)}>Cancel</Button>
            <Button variant="primary" pending={pending} pendingLabel="Making" onClick={confirm}>
              Make key
            </Button>
          </div>
        </div>
      ) : (
        <div className="grid grid-cols-1 gap-4">
          <code className="block select-all break-all rounded-2 border border-line bg-sunken px-3 py-2.5 text-12">
            {secret}
          </code>
          <Callout tone="warn" title="This is the only time you see it">
            Whoever has it can make tokens of any user. 32 bytes, written as base64url.
          </Callout>
          <div className="flex flex-wrap justify-end gap-2">
            <CopyButton value={secret} label="secret" variant="primary" size="medium">
              Copy secret
            </CopyButton>
            <Button onClick={() => change(false)}>Done</Button>
          </div>
        </div>
      )}
    </Dialog>
  );
}
