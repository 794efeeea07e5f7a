import type { Env } from "@/lib/core/env";
import type { FieldError } from "@/lib/core/errors";
import type {
  Channel,
  CodeCheck,
  OutgoingMessage,
  Provider,
  ProviderCheck,
  ProviderField,
  ProviderOutcome,
  ProviderTools,
} from "./channel";
import { installation, type Raw, vendorAt } from "./installation";
import { FROM_FIELD, fromAccount, fromProblem, splitFrom } from "./own-sender";
import { discordWebhook } from "./providers/discord-webhook";
import { ownHook } from "./providers/own-hook";
import { resendEmail } from "./providers/resend-email";
import { sendgridEmail } from "./providers/sendgrid-email";
import { sesEmail } from "./providers/ses-email";
import { smtpEmail } from "./providers/smtp-email";
import { twilioMessaging } from "./providers/twilio-messaging";
import { twilioVerify } from "./providers/twilio-verify";
import { twilioVoice } from "./providers/twilio-voice";
import { twilioWhatsapp } from "./providers/twilio-whatsapp";

/** The part of the configuration that providers are set up from. */
export type DeliveryEnv = Pick<Env, "email" | "providers" | "personal" | "appUrl" | "loopback">;

/** A provider with its configuration: the installation's, or a customer's own account. */
export type Carrier = {
  name: string;
  /** The customer's account; null for the installation's. */
  accountId: string | null;
  channels: readonly Channel[];
  send(message: OutgoingMessage, tools: ProviderTools): Promise<ProviderOutcome>;
  check(tools: ProviderTools): Promise<ProviderCheck>;
  /** Of a provider that makes the codes itself: whether this is the one it sent. */
  checkCode?(sent: { providerMessageId: string; code: string }, tools: ProviderTools): Promise<CodeCheck>;
  /** Of the same: ends the code that it sent under that id. Whether it is over now. */
  takeBack?(providerMessageId: string, tools: ProviderTools): Promise<boolean>;
  close(): void;
};

/** What is entered of an account, by the names of the provider's fields. */
export type Entered = Readonly<Record<string, string>>;

/** A provider as this installation has it. */
export type Registration = {
  name: string;
  title: string;
  channels: readonly Channel[];
  /** What is entered of an account: of one for email also where its mail comes from. */
  fields: readonly ProviderField[];
  /** Whether it makes the codes itself, and is asked whether one is right. */
  makesCodes: boolean;
  /** The installation's own, or null where it has none. Throws where its configuration is not usable. */
  ofInstallation(env: DeliveryEnv): Carrier | null;
  /** What is wrong with an account that a customer enters, field by field; nothing where it can be used. */
  problemsOf(env: DeliveryEnv, entered: Entered): FieldError[];
  /** A customer's own account. Throws where what was entered cannot be used. */
  ofAccount(env: DeliveryEnv, accountId: string, entered: Entered): Carrier;
};

/** Every provider, in the order in which the installation's are tried for a channel they share. */
export const registry: readonly Registration[] = [
  register(resendEmail, installation.resend, vendorAt("resend")),
  register(sendgridEmail, installation.sendgrid, vendorAt("sendgrid")),
  register(smtpEmail, installation.smtp),
  register(sesEmail, installation.ses, vendorAt("ses")),
  register(twilioVerify, installation.twilioVerify, vendorAt("twilio")),
  register(twilioMessaging, installation.twilioMessaging, vendorAt("twilio")),
  register(twilioVoice, installation.twilioVoice, vendorAt("twilio")),
  register(twilioWhatsapp, installation.twilioWhatsapp, vendorAt("twilio")),
  register(discordWebhook, installation.discord),
  register(ownHook, installation.hook),
];

/**
 * Binds a provider to where its configuration is read from. `readConfig` answers null where the installation has none;
 * `readShared` what holds for a customer's account too, and is nobody's to enter: where the vendor's API is, for one.
 */
export function register<Config>(
  provider: Provider<Config>,
  readConfig: (env: DeliveryEnv) => Raw | null,
  readShared: (env: DeliveryEnv) => Raw = () => ({}),
): Registration {
  const { name, title, channels, configSchema } = provider;
  const isEmail = channels.includes("email");
  const fields = isEmail ? [...provider.fields, FROM_FIELD] : provider.fields;
  const split = (entered: Entered) => (isEmail ? splitFrom(entered) : { from: null, config: entered });
  const known = new Set(fields.map((field) => field.name));
  return {
    name,
    title,
    channels,
    fields,
    makesCodes: provider.checkCode !== undefined,
    ofInstallation(env) {
      const raw = readConfig(env);
      if (raw === null) return null;
      const read = configSchema.safeParse({ ...raw, ...readShared(env) });
      if (read.success) return bind(provider, read.data, { accountId: null, from: null });
      const wrong = read.error.issues.map(({ path, message }) => `${path.join(".")} ${message}`).join(", ");
      throw new Error(`The configuration of ${title} is not usable: ${wrong}`);
    },
    problemsOf(env, entered) {
      const unknown = Object.keys(entered).filter((field) => !known.has(field));
      const missing = fields.filter((field) => !field.optional && !entered[field.name]);
      if (unknown.length + missing.length > 0) {
        return [
          ...unknown.map((path) => ({ path, message: `${title} has no field of that name` })),
          ...missing.map((field) => ({ path: field.name, message: `Enter ${field.label}` })),
        ];
      }
      const { from, config } = split(entered);
      const wrong = fromProblem(from);
      const read = configSchema.safeParse({ ...config, ...readShared(env) });
      return [
        ...(read.error?.issues ?? []).map(({ path, message }) => ({ path: String(path[0] ?? ""), message })),
        ...(wrong === null ? [] : [{ path: FROM_FIELD.name, message: wrong }]),
      ];
    },
    ofAccount(env, accountId, entered) {
      const { from, config } = split(entered);
      if (fromProblem(from) !== null) throw new Error(`The sender of an account at ${title} is not usable`);
      return bind(provider, configSchema.parse({ ...config, ...readShared(env) }), { accountId, from });
    },
  };
}

const NO_SENDER: ProviderOutcome = { state: "retry", reason: "no_sender" };

/** `from`: where the mail of a customer's own account comes from, whatever else is its sender but a tenant's. */
function bind<Config>(
  provider: Provider<Config>,
  config: Config,
  { accountId, from }: Pick<Carrier, "accountId"> & { from: string | null },
): Carrier {
  const { name, channels, checkCode, takeBack } = provider;
  return {
    name,
    accountId,
    channels,
    async send(message, tools) {
      const sent = accountId === null ? message : fromAccount(message, from);
      return sent === null ? NO_SENDER : provider.send(sent, config, tools);
    },
    check: (tools) => provider.check(config, tools),
    ...(checkCode && { checkCode: (sent, tools) => checkCode.call(provider, sent, config, tools) }),
    ...(takeBack && { takeBack: (id, tools) => takeBack.call(provider, id, config, tools) }),
    close: () => provider.close?.(config),
  };
}
