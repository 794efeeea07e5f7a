import type { Env } from "@/lib/core/env";
import type { Channel, OutgoingMessage, Provider, ProviderCheck, ProviderOutcome, ProviderTools } from "./channel";
import { smtpEmail } from "./providers/smtp-email";

/** The part of the configuration that providers are set up from. */
export type DeliveryEnv = Pick<Env, "email">;

/** A provider with its configuration. */
export type Carrier = {
  name: string;
  channels: readonly Channel[];
  send(message: OutgoingMessage, tools: ProviderTools): Promise<ProviderOutcome>;
  check(tools: ProviderTools): Promise<ProviderCheck>;
  close(): void;
};

/** Sets a provider up where the installation configures it, else null. */
export type Registration = (env: DeliveryEnv) => Carrier | null;

/** The installation's providers, in the order in which they are tried for a channel they share. */
export const registry: readonly Registration[] = [
  register(smtpEmail, ({ email }) => (email.smtpUrl === null ? null : { url: email.smtpUrl })),
];

/** Binds a provider to where its configuration is read from. `readConfig` answers null where there is none. */
export function register<Config>(
  provider: Provider<Config>,
  readConfig: (env: DeliveryEnv) => Readonly<Record<string, unknown>> | null,
): Registration {
  return (env) => {
    const raw = readConfig(env);
    if (raw === null) return null;
    const config = provider.configSchema.parse(raw);
    return {
      name: provider.name,
      channels: provider.channels,
      send: (message, tools) => provider.send(message, config, tools),
      check: (tools) => provider.check(config, tools),
      close: () => provider.close?.(config),
    };
  };
}
