import type { Metadata } from "next";
import type { EnvironmentPath } from "@/app/dashboard/scope";
import { SigningKeys } from "@/components/settings/signing-keys";
import { TokensForm } from "@/components/settings/tokens-form";
import { PageHeader } from "@/components/ui/page-header";
import { SIGNING_ALGORITHMS } from "@/lib/settings";
import { issuerOf, listSigningKeys } from "@/lib/tokens";
import { makeSigningKey, saveSettings } from "../actions";
import { readTopic } from "../read-topic";

export const metadata: Metadata = { title: "Token settings" };

export default async function TokenSettingsPage({ params }: { params: Promise<EnvironmentPath> }) {
  const { project, environment } = await params;
  const { deps, scope, settings, form } = await readTopic("tokens", project, environment);
  const { id, kind } = scope.environment;
  const keys = await listSigningKeys(deps, scope);
  const issuer = issuerOf(deps.env, id);
  const living = keys.filter(({ state }) => state !== "retired");
  return (
    <>
      <PageHeader title="Token settings" description={`What your app gets once a code was right, in ${kind}.`} />
      <div className="grid grid-cols-1 gap-3.5">
        <TokensForm
          {...form}
          facts={{
            issuer,
            environmentId: id,
            environment: kind,
            defaultLifetimeSeconds: deps.env.accessTokenSeconds,
            keyIds: Object.fromEntries(living.toReversed().map(({ algorithm, kid }) => [algorithm, kid])),
          }}
          jwksUrl={`${issuer}/.well-known/jwks.json`}
          save={saveSettings.bind(null, project, environment, "tokens")}
        />
        <SigningKeys
          rows={keys}
          algorithms={SIGNING_ALGORITHMS}
          algorithm={settings.tokens.algorithm}
          make={form.allowed ? makeSigningKey.bind(null, project, environment) : null}
        />
      </div>
    </>
  );
}
