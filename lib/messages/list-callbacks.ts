import { callbackUrl } from "@/lib/delivery/callback-url";
import type { Deps } from "@/lib/ports";

/** Where a vendor is to tell of what the installation's own account carried. */
export type InstallationCallback = {
  vendor: "resend" | "sendgrid" | "ses" | "twilio_verify";
  url: string;
  checked: boolean;
};

/**
 * The addresses to enter at the vendors that the installation has accounts at. `checked`: what signatures are checked
 * with is configured; without it every callback is refused. Twilio is told with each message and needs none, but for
 * Verify, which tells of its texts through Event Streams.
 */
export function listCallbacks(deps: Pick<Deps, "env" | "keyring">): InstallationCallback[] {
  const { resend, sendgrid, ses, twilio } = deps.env.providers;
  const hasVerify = twilio !== null && twilio.verifyServiceSid !== null;
  const at = (vendor: InstallationCallback["vendor"], checked: boolean) => ({
    vendor,
    url: callbackUrl(deps, vendor, "installation"),
    checked,
  });
  return [
    ...(resend ? [at("resend", resend.webhookSecret !== null)] : []),
    ...(sendgrid ? [at("sendgrid", sendgrid.webhookKey !== null)] : []),
    // SNS signs for everybody's topics: its own has to be named.
    ...(ses ? [at("ses", ses.topicArn !== null)] : []),
    ...(hasVerify ? [at("twilio_verify", true)] : []),
  ];
}
