"use client";

import { Card } from "@/components/ui/card";
import { LimitSimulator } from "./limit-simulator";
import { PhoneCard, type PhoneFacts } from "./phone-card";
import { SettingChoice, SettingInput, SettingProblem, SettingSelect, SettingSwitch } from "./setting-fields";
import { CHANNELS, type Channel, channelLabel } from "./setting-names";
import type { Values } from "./setting-text";
import { SettingsForm } from "./settings-form";
import type { SaveSettings } from "./settings-state";

/** What each number may be here, in words: "3 to 10". */
export type BoundWords = Readonly<Record<string, string>>;

export type CodesFormProps = {
  version: number;
  values: Values;
  bounds: BoundWords;
  lengths: readonly number[];
  environment: "test" | "live";
  phone: PhoneFacts;
  allowed: boolean;
  save: SaveSettings;
};

/** Everything about codes: how long they are and last, and how often somebody may ask and guess. */
export function CodesForm({ version, values, bounds, lengths, environment, phone, allowed, save }: CodesFormProps) {
  return (
    <SettingsForm
      topic="codes"
      version={version}
      values={values}
      allowed={allowed}
      save={save}
      effect="It holds for new codes within five seconds. Codes on their way stay as they are."
      aside={<LimitSimulator />}
    >
      <Card title="Channels" padded={false}>
        <p className="px-4 pt-3 text-13 text-muted">
          A code has {lengths[0]} to {lengths.at(-1)} digits and works for {bounds["codes.lifetime_seconds"]}.
        </p>
        <div className="px-4">
          <SettingProblem name="channels.enabled" />
        </div>
        <ul className="divide-y divide-line">
          {CHANNELS.map((channel) => (
            <ChannelRow key={channel} channel={channel} lengths={lengths} />
          ))}
        </ul>
      </Card>
      <PhoneCard facts={phone} bounds={bounds["sms.daily_spend_cap_cents"] ?? ""} environment={environment} />
      <Card title="Tries and limits">
        <div className="grid grid-cols-1 gap-4 sm:grid-cols-2">
          <SettingInput
            name="codes.attempts"
            inputMode="numeric"
            hint={`${bounds["codes.attempts"]}. Asking again never gives more.`}
          />
          <SettingInput
            name="codes.resend_cooldown_seconds"
            hint={`${bounds["codes.resend_cooldown_seconds"]}, between two codes to one address.`}
          />
          <SettingInput
            name="codes.per_identifier_hour"
            inputMode="numeric"
            hint={`${bounds["codes.per_identifier_hour"]}, for strangers and for each known device.`}
          />
          <SettingInput
            name="codes.per_ip_hour"
            inputMode="numeric"
            hint={`${bounds["codes.per_ip_hour"]}. An IPv4 address, or an IPv6 /64.`}
          />
          <SettingInput
            name="codes.consecutive_failures"
            inputMode="numeric"
            hint={`${bounds["codes.consecutive_failures"]}, in a row. Then 30 s, doubling up to an hour.`}
          />
          <SettingSelect
            name="codes.verify_by_identifier"
            hint="With only the address, the newest two codes are checked."
            options={[
              { value: "secret_key", label: "With a secret key" },
              { value: "any", label: "With any key" },
              { value: "never", label: "Never: the challenge is needed" },
            ]}
          />
        </div>
      </Card>
      <Card title="Messages and sign-ups">
        <div className="grid grid-cols-1 gap-4">
          <SettingSwitch
            name="codes.code_in_subject"
            hint="People read it in the notification, without opening the email. So does whoever sees their screen."
          />
          <div className="sm:max-w-80">
            <SettingSelect
              name="sign_ups.mode"
              hint={
                environment === "test"
                  ? "Scenario addresses work either way."
                  : "For known users only: a stranger’s request looks the same, and no code ever works."
              }
              options={[
                { value: "open", label: "Open to everybody" },
                { value: "invite_only", label: "For known users only" },
              ]}
            />
          </div>
        </div>
      </Card>
    </SettingsForm>
  );
}

function ChannelRow({ channel, lengths }: { channel: Channel; lengths: readonly number[] }) {
  const label = channelLabel(channel);
  return (
    <li className="grid grid-cols-2 items-start gap-x-4 gap-y-2 px-4 py-3 sm:grid-cols-[minmax(8rem,1fr)_1fr_1fr]">
      <div className="col-span-2 flex h-full items-center sm:col-span-1">
        <SettingChoice name="channels.enabled" value={channel} label={label.charAt(0).toUpperCase() + label.slice(1)} />
      </div>
      <SettingSelect
        name={`codes.length.${channel}`}
        options={lengths.map((length) => ({ value: String(length), label: `${length} digits` }))}
      />
      <SettingInput name={`codes.lifetime_seconds.${channel}`} />
    </li>
  );
}
