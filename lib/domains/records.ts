import type { Env } from "@/lib/core/env";
import { addressIn } from "@/lib/delivery/plain-address";

/** A DNS record that a domain has to have, or should. `name` is the whole name, without a dot at the end. */
export type DomainRecord = {
  key: string;
  purpose: RecordPurpose;
  type: "TXT" | "CNAME" | "MX";
  name: string;
  value: string;
  /** Of an MX record. */
  priority: number | null;
  /** Whether mail can go out from the domain without it. */
  required: boolean;
};

export type RecordPurpose = "ownership" | "dkim" | "spf" | "dmarc" | "return_path" | "provider";

/** What the records of a domain are made of. */
export type RecordedDomain = {
  name: string;
  token: string;
  dkimSelector: string;
  dkimPublicKey: string;
  providerRecords: readonly ProviderRecord[];
};

/** A record that a provider wants who has the domain too. */
export type ProviderRecord = { type: "TXT" | "CNAME" | "MX"; name: string; value: string; priority: number | null };

/** The label under which bounces come back, as lib/delivery/sender-of.ts writes it. */
const RETURN_LABEL = "np-bounces";

/** The host whose SPF record names the servers that mail leaves from, where this installation says so. */
export function mailHostOf({ email }: Pick<Env, "email">): string | null {
  const address = email.from === null ? null : addressIn(email.from);
  return address === null ? null : address.slice(address.indexOf("@") + 1);
}

/**
 * The records of a domain, in the order in which they are shown. Ownership is proven by a token of this environment and
 * this name; our DKIM key signs what our SMTP server carries (RFC 6376); SPF (RFC 7208), the return path and DMARC (RFC
 * 7489) make it arrive. Those of a provider that has the domain too come last.
 */
export function recordsOf(domain: RecordedDomain, env: Pick<Env, "email">): DomainRecord[] {
  const { name, token, dkimSelector, dkimPublicKey, providerRecords } = domain;
  const text = (record: Pick<DomainRecord, "key" | "name" | "value" | "required"> & { purpose: RecordPurpose }) =>
    ({ ...record, type: "TXT", priority: null }) as const;
  const host = mailHostOf(env);
  return [
    text({
      key: "ownership",
      purpose: "ownership",
      name: `_ninepin.${name}`,
      value: ownershipValue(token),
      required: true,
    }),
    text({
      key: "dkim",
      purpose: "dkim",
      name: `${dkimSelector}._domainkey.${name}`,
      value: `v=DKIM1; k=rsa; p=${dkimPublicKey}`,
      required: providerRecords.length === 0,
    }),
    ...(host === null || host === name
      ? []
      : [
          text({ key: "spf", purpose: "spf", name, value: `v=spf1 include:${host} ~all`, required: false }),
          {
            key: "return_path",
            purpose: "return_path",
            type: "CNAME",
            name: `${RETURN_LABEL}.${name}`,
            value: host,
            priority: null,
            required: false,
          } as const,
        ]),
    text({ key: "dmarc", purpose: "dmarc", name: `_dmarc.${name}`, value: "v=DMARC1; p=none;", required: false }),
    ...providerRecords.map((record, at) => ({
      ...record,
      key: `provider_${at + 1}`,
      purpose: "provider" as const,
      required: true,
    })),
  ];
}

/** What the TXT record says that proves the domain. */
export function ownershipValue(token: string): string {
  return `ninepin-verify=${token}`;
}
