"use client";

import { Card } from "@/components/ui/card";
import { SettingInput, SettingTextarea } from "./setting-fields";
import { countriesIn } from "./setting-text";
import { useSettings } from "./use-settings-form";

/**
 * The country that counts as the project's own, if any says so; in US cents what today has cost so far, and the most that
 * the installation's accounts carry in a day, where they may carry codes.
 */
export type PhoneFacts = { ownCountry: string | null; spentCents: number; installationCapCents: number | null };

/** Where codes may go by text message, call and WhatsApp, and what they may cost. */
export function PhoneCard({
  facts: { ownCountry, spentCents, installationCapCents },
  bounds,
  environment,
}: {
  facts: PhoneFacts;
  bounds: string;
  environment: "test" | "live";
}) {
  const live = environment === "live";
  const own =
    ownCountry === null
      ? "The project’s domain names no country: while this is empty, live sends to no phone."
      : `Empty: ${nameOf(ownCountry)}, as the project’s domain says.`;
  const spent = live
    ? `Today so far: ${dollars(spentCents)}, by our estimate.`
    : "Nothing leaves test, so nothing is counted.";
  const most =
    live && installationCapCents !== null
      ? ` This installation’s accounts may carry codes here: then it is ${dollars(installationCapCents)} at most. Use accounts of your own alone to go beyond.`
      : "";
  return (
    <Card title="SMS, calls and WhatsApp">
      <div className="grid grid-cols-1 gap-4 sm:grid-cols-2">
        <div>
          <SettingTextarea
            name="sms.countries"
            rows={2}
            placeholder={ownCountry ?? "GB, DE"}
            hint={`Two letters each. ${live ? own : "Empty: any, while nothing leaves test."}`}
          />
          <Names />
        </div>
        <SettingInput
          name="sms.daily_spend_cap_cents"
          inputMode="decimal"
          hint={`${bounds}. Counted before a code is sent; at the cap phones get none until midnight UTC. ${spent}${most}`}
        />
      </div>
    </Card>
  );
}

const dollars = (cents: number) => `$${(cents / 100).toFixed(2)}`;

/** The typed countries by their names, so that a wrong letter shows. */
function Names() {
  const { values } = useSettings();
  const codes = countriesIn(values["sms.countries"] ?? "");
  if (codes.length === 0) return null;
  return <p className="mt-1.5 text-13 text-muted">{codes.map(nameOf).join(", ")}</p>;
}

const names = new Intl.DisplayNames("en", { type: "region", fallback: "none" });

function nameOf(code: string): string {
  return (/^[A-Z]{2}$/.test(code) ? names.of(code) : undefined) ?? `${code}?`;
}
