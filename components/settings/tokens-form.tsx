"use client";

import { Callout } from "@/components/ui/callout";
import { Card } from "@/components/ui/card";
import { CodeBlock } from "@/components/ui/code-block";
import { CopyButton } from "@/components/ui/copy-button";
import type { BoundWords } from "./codes-form";
import { formatDuration } from "./duration";
import { sampleToken, type TokenFacts } from "./sample-token";
import { SettingInput, SettingSelect, SettingTextarea } from "./setting-fields";
import type { Values } from "./setting-text";
import { SettingsForm } from "./settings-form";
import type { SaveSettings } from "./settings-state";
import { useSettings } from "./use-settings-form";

export type TokensFormProps = {
  version: number;
  values: Values;
  bounds: BoundWords;
  facts: TokenFacts;
  jwksUrl: string;
  allowed: boolean;
  save: SaveSettings;
};

const ALGORITHMS = [
  { value: "ES256", label: "ES256: small, understood everywhere" },
  { value: "EdDSA", label: "EdDSA: Ed25519, small and fast to sign" },
  { value: "RS256", label: "RS256: for older libraries" },
  { value: "HS256", label: "HS256: one shared secret" },
];

/** Tokens and sessions. */
export function TokensForm({ version, values, bounds, facts, jwksUrl, allowed, save }: TokensFormProps) {
  return (
    <SettingsForm
      topic="tokens"
      version={version}
      values={values}
      allowed={allowed}
      save={save}
      effect="It holds for new tokens within five seconds. Tokens that are out stay as they are until they end."
      aside={<SampleToken facts={facts} />}
    >
      <Card title="Access tokens">
        <div className="grid grid-cols-1 gap-4 sm:grid-cols-2">
          <SettingInput
            name="tokens.access_lifetime_seconds"
            placeholder={formatDuration(facts.defaultLifetimeSeconds)}
            hint={`${bounds["tokens.access_lifetime_seconds"]}. Empty: ${formatDuration(facts.defaultLifetimeSeconds)}.`}
          />
          <SettingInput
            name="tokens.audience"
            maxLength={200}
            hint="Your API checks it. Empty: the environment’s id."
          />
          <div className="sm:col-span-2">
            <SettingSelect name="tokens.algorithm" options={ALGORITHMS} />
          </div>
          <div className="sm:col-span-2">
            <SharedSecretNote facts={facts} />
          </div>
          <div className="sm:col-span-2">
            <SettingInput
              name="sign_ups.synthetic_email_domain"
              maxLength={200}
              placeholder="users.example.com"
              hint="For apps that need an email: whoever has only a number gets +14155550123@ this domain in their tokens, not verified, never mailed. Empty: none."
            />
          </div>
          <div className="sm:col-span-2">
            <SettingTextarea
              name="tokens.custom_claims"
              rows={4}
              placeholder={'{ "plan": "pro" }'}
              hint="JSON. They stand in every token of this environment; up to 20, texts, numbers, true or false."
            />
          </div>
        </div>
        <JwksAddress url={jwksUrl} />
      </Card>
      <Card title="Sessions and refresh tokens">
        <div className="grid grid-cols-1 gap-4 sm:grid-cols-2">
          <SettingInput
            name="sessions.idle_seconds"
            hint={`${bounds["sessions.idle_seconds"]}. Each refresh begins it anew.`}
          />
          <SettingInput
            name="sessions.absolute_seconds"
            hint={`${bounds["sessions.absolute_seconds"]}. Then a new code is needed.`}
          />
          <SettingInput
            name="sessions.max_per_user"
            inputMode="numeric"
            hint={`${bounds["sessions.max_per_user"]}. One more ends the oldest. Empty: no limit.`}
          />
          <SettingInput
            name="tokens.refresh_grace_seconds"
            hint={`${bounds["tokens.refresh_grace_seconds"]}. A refresh token works once: used again after the grace, its session ends.`}
          />
        </div>
      </Card>
    </SettingsForm>
  );
}

function SharedSecretNote({ facts }: { facts: TokenFacts }) {
  const { values } = useSettings();
  if (values["tokens.algorithm"] !== "HS256") {
    return (
      <p className="text-13 text-muted">
        Anybody can check these tokens with the public keys; only Ninepin can make them.
      </p>
    );
  }
  return (
    <Callout tone="warn" title="Whoever can check these tokens can also make them">
      With HS256 one secret does both: each of your servers that has it can sign in as any user. Nothing of it is in the
      JWKS.{" "}
      {facts.keyIds.HS256
        ? "Its key is made: your servers need the secret that was shown then."
        : "Make its key first, below under Signing keys: the secret is shown there, once."}
    </Callout>
  );
}

function JwksAddress({ url }: { url: string }) {
  return (
    <div className="mt-4 border-line border-t pt-3">
      <p className="font-medium">JWKS URL</p>
      <p className="mt-1 flex items-center gap-1">
        <code className="min-w-0 break-all text-12">{url}</code>
        <CopyButton value={url} label="JWKS URL" />
      </p>
      <p className="text-13 text-muted">The public keys, for every library that checks tokens.</p>
    </div>
  );
}

function SampleToken({ facts }: { facts: TokenFacts }) {
  const { values } = useSettings();
  const token = sampleToken(values, facts);
  return (
    <Card title="A token, decoded">
      {token ? (
        <div className="grid grid-cols-1 gap-3">
          <CodeBlock label="Header" code={JSON.stringify(token.header, null, 2)} copy={false} wrap />
          <CodeBlock label="Claims" code={JSON.stringify(token.payload, null, 2)} copy={false} wrap />
          <p className="text-13 text-muted">It follows what stands in the form, saved or not.</p>
        </div>
      ) : (
        <p className="text-muted">Shows a token once the lifetime and the claims can be read.</p>
      )}
    </Card>
  );
}
