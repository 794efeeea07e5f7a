"use client";

import { useRouter } from "next/navigation";
import { useEffect, useRef, useTransition } from "react";
import { announce } from "@/components/ui/announcer";
import { Callout } from "@/components/ui/callout";
import { Day } from "@/components/ui/day";
import { Time } from "@/components/ui/time";
import { wordOf } from "./domain-status";
import type { DomainView } from "./domain-view";

/** How often the page asks whether something has been found meanwhile. */
const LOOK_MS = 5_000;

/** What a domain's state means for the mail, kept up to date while something can change; a change is said aloud. */
export function DomainProgress({ domain, sender }: { domain: DomainView; sender: string | null }) {
  const router = useRouter();
  const last = useRef(domain.status);
  const [refreshing, startRefresh] = useTransition();
  const changes = domain.status !== "failed" && domain.status !== "verified";

  useEffect(() => {
    // One at a time: whatever is pressed waits behind it.
    if (!changes || refreshing) return;
    const timer = window.setInterval(() => {
      if (document.visibilityState === "visible") startRefresh(() => router.refresh());
    }, LOOK_MS);
    return () => window.clearInterval(timer);
  }, [changes, refreshing, router]);

  useEffect(() => {
    if (last.current === domain.status) return;
    last.current = domain.status;
    announce(`${domain.name}: ${wordOf(domain.status)}`);
  }, [domain.name, domain.status]);

  const silent = domain.records.length > 0 && domain.records.every(({ status }) => status === "unknown");
  const found = domain.records.filter(({ status }) => status === "found").length;
  const next = domain.nextCheckAt ? <Time value={domain.nextCheckAt} everySeconds={1} /> : null;
  const until = domain.sendsUntil ?? domain.searchEndsAt;
  return (
    <div className="mb-3.5 grid gap-2">
      {silent ? (
        <Callout tone="warn" title="We could not reach DNS">
          This is our side. We will try again {next}.
        </Callout>
      ) : null}
      {domain.status === "not_started" || domain.status === "checking" ? (
        <Callout tone="info" title={`${found} of ${domain.records.length} records found`}>
          We look by ourselves, next {next}
          {until ? (
            <>
              {" "}
              and until <Day value={until} />
            </>
          ) : null}
          . Until then mail comes from our own address.
        </Callout>
      ) : null}
      {domain.status === "verified" ? (
        <Callout tone="good" title={sender ? `Mail comes from ${sender}` : "The domain is verified"}>
          We look at the records every day. If they go, mail goes on for three days, and the owners are told.
        </Callout>
      ) : null}
      {domain.status === "attention" ? (
        <Callout tone="warn" title="Records are missing">
          {domain.lostAt ? (
            <>
              We have missed them since <Day value={domain.lostAt} />.{" "}
            </>
          ) : null}
          Mail still comes from here
          {until ? (
            <>
              {" "}
              until <Day value={until} />
            </>
          ) : null}
          . Put them back and nothing changes; after that mail comes from our own address. Next look {next}.
        </Callout>
      ) : null}
      {domain.status === "failed" ? (
        <Callout tone="danger" title="We have stopped looking">
          Mail comes from our own address. When the records are there, press Check now.
        </Callout>
      ) : null}
      {domain.dnsHost ? (
        <p className="text-13 text-muted">
          DNS is at {domain.dnsHost.name}. {domain.dnsHost.advice}
        </p>
      ) : null}
    </div>
  );
}
