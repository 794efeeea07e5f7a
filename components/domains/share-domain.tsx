"use client";

import { useState, useTransition } from "react";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { CopyButton } from "@/components/ui/copy-button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import type { Outcome } from "@/components/ui/outcome";
import { useToast } from "@/components/ui/toast";

export type ShareDomainProps = {
  domain: string;
  share: (email: string) => Promise<Outcome<string>>;
};

/** Sends the records to whoever runs the DNS: by mail, or as a link to hand on, which is shown this once. */
export function ShareDomain({ domain, share }: ShareDomainProps) {
  const toast = useToast();
  const [open, setOpen] = useState(false);
  const [email, setEmail] = useState("");
  const [url, setUrl] = useState<string | null>(null);
  const [problem, setProblem] = useState<string>();
  const [pending, startTransition] = useTransition();

  const change = (next: boolean) => {
    setOpen(next);
    setUrl(null);
    setProblem(undefined);
    if (next) setEmail("");
  };
  const run = () =>
    startTransition(async () => {
      const outcome = await share(email);
      setProblem(outcome.ok ? undefined : outcome.message);
      if (!outcome.ok) return;
      setUrl(outcome.value);
      if (email.trim() !== "") toast({ title: "Sent", description: `To ${email.trim()}` });
    });

  return (
    <Dialog
      title="Send these to your DNS admin"
      description={`A page with the records of ${domain}. It needs no account, and works for seven days.`}
      trigger={<Button>Send these to my DNS admin</Button>}
      open={open}
      onOpenChange={change}
    >
      {url ? (
        <div className="grid grid-cols-1 gap-4">
          <p>The link is shown this once. Whoever has it sees the records and can look again.</p>
          <div className="flex min-w-0 items-center gap-2 rounded-2 border border-line bg-sunken px-3 py-1.5">
            <code className="min-w-0 flex-1 truncate font-code text-12">{url}</code>
            <CopyButton value={url} label="link" />
          </div>
          <div className="flex justify-end">
            <Button onClick={() => change(false)}>Done</Button>
          </div>
        </div>
      ) : (
        <form
          noValidate
          className="grid grid-cols-1 gap-4"
          onSubmit={(event) => {
            event.preventDefault();
            run();
          }}
        >
          <div role="alert">{problem ? <Callout tone="danger">{problem}</Callout> : null}</div>
          <Field name="email" label="Email" hint="Leave it empty to get a link that you send yourself.">
            <Input
              type="email"
              value={email}
              onChange={(event) => setEmail(event.target.value)}
              autoComplete="off"
              placeholder="dns@agency.dev"
            />
          </Field>
          <div className="flex justify-end">
            <Button type="submit" variant="primary" pending={pending} pendingLabel="Sending">
              {email.trim() === "" ? "Make a link" : "Send"}
            </Button>
          </div>
        </form>
      )}
    </Dialog>
  );
}
