import { EventStreams } from "@/components/providers/event-streams";
import { Callout } from "@/components/ui/callout";
import { CopyButton } from "@/components/ui/copy-button";

const VENDORS = {
  resend: { title: "Resend", setting: "RESEND_WEBHOOK_SECRET" },
  sendgrid: { title: "SendGrid", setting: "SENDGRID_WEBHOOK_KEY" },
  ses: { title: "Amazon SES", setting: "SES_SNS_TOPIC_ARN" },
  twilio_verify: { title: "Twilio Verify", setting: "TWILIO_AUTH_TOKEN" },
} as const;

export type CallbackAddressesProps = {
  callbacks: readonly { vendor: keyof typeof VENDORS; url: string; checked: boolean }[];
  /** Whether this machine alone can reach the addresses. */
  loopback: boolean;
};

/** Where the vendors are to tell what became of messages. */
export function CallbackAddresses({ callbacks, loopback }: CallbackAddressesProps) {
  if (callbacks.length === 0) {
    return (
      <p className="px-4 py-3 text-muted">
        There is nothing to enter anywhere. Twilio is told the address with each text and call, and a mail server tells
        nothing afterwards.
      </p>
    );
  }
  return (
    <div className="grid grid-cols-1">
      <p className="max-w-[68ch] px-4 py-3 text-muted">
        Enter each address at its vendor: then timelines say what was delivered and what bounced. Whoever has an address
        may post there, and only what the vendor has signed counts.
      </p>
      <ul aria-label="Callback addresses" className="divide-y divide-line border-line border-t">
        {callbacks.map(({ vendor, url, checked }) => {
          const { title, setting } = VENDORS[vendor];
          return (
            <li key={vendor} className="grid gap-2 px-4 py-3">
              <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
                <span className="w-24 shrink-0 font-medium">{title}</span>
                <span className="flex min-w-0 flex-1 basis-64 items-center gap-2">
                  <code className="min-w-0 flex-1 break-all text-12">{url}</code>
                  <CopyButton value={url} label={`the callback address for ${title}`} />
                </span>
              </div>
              {vendor === "twilio_verify" ? <EventStreams /> : null}
              {checked ? null : (
                <Callout tone="warn" title={`Every call of ${title} is refused`}>
                  Set <code className="text-12">{setting}</code>: without it nobody can tell that a call is theirs.
                </Callout>
              )}
            </li>
          );
        })}
      </ul>
      {loopback ? (
        <div className="px-4 pb-4">
          <Callout tone="info" title="Nobody outside can call these">
            APP_URL is an address of this machine.
          </Callout>
        </div>
      ) : null}
    </div>
  );
}
