import type { TestedView } from "@/components/providers/provider-view";
import { TestAccount } from "@/components/providers/test-account";
import { EmptyState } from "@/components/ui/empty-state";
import type { Outcome } from "@/components/ui/outcome";
import { CHANNEL_NAMES } from "@/components/verifications/verification-words";

export type InstalledProvidersProps = {
  providers: readonly {
    name: string;
    title: string;
    channels: readonly string[];
    test: (form: FormData) => Promise<Outcome<TestedView>>;
  }[];
};

/** The installation's own providers, in the order in which they are asked, each with a test. */
export function InstalledProviders({ providers }: InstalledProvidersProps) {
  if (providers.length === 0) {
    return (
      <EmptyState title="No provider is configured">
        Set RESEND_API_KEY, SENDGRID_API_KEY, SMTP_URL or AWS_REGION for email and TWILIO_ACCOUNT_SID for phones, then
        start Ninepin again. Until then its own mail ends in the Mailbox of the installation.
      </EmptyState>
    );
  }
  return (
    <ol aria-label="Providers, in order" className="divide-y divide-line">
      {providers.map(({ name, title, channels, test }) => (
        <li key={name} className="flex items-center gap-4 px-4 py-2.5">
          <div className="min-w-0 flex-1">
            <p className="font-medium">{title}</p>
            <p className="text-13 text-muted">
              {channels.map((channel) => CHANNEL_NAMES[channel] ?? channel).join(", ")}
            </p>
          </div>
          <TestAccount account={{ label: title, channels }} email="" send={test} />
        </li>
      ))}
    </ol>
  );
}
