import type { SESv2Client, SendEmailCommandInput } from "@aws-sdk/client-sesv2";
import { encodeWord, isPlainText } from "nodemailer/lib/mime-funcs";
import { z } from "zod";
import { SNS_TOPIC } from "@/lib/core/sns-topic";
import type { MailAddress, OutgoingMessage, Provider, ProviderCheck, ProviderOutcome } from "../channel";
import { checkOf, endOfWait, type Failure, outcomeOf, reasonOfError, reasonOfStatus } from "./failure";
import { mailbox } from "./sender";

/** An account at Amazon SES, in one region. */
export type SesConfig = {
  region: string;
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken: string | null;
  /** Whose event destination tells what became of a message. */
  configurationSet: string | null;
  /** The topic of SNS that the event destination publishes to: what any other topic says is not believed. */
  topicArn: string | null;
  baseUrl: string | null;
};

const text = z.string().regex(/^[\x21-\x7e]+$/, "Must be one word");

const configSchema: z.ZodType<SesConfig> = z
  .object({
    region: z.string().regex(/^[a-z0-9-]+$/, "Must be a region such as eu-west-1"),
    access_key_id: text,
    secret_access_key: text,
    session_token: text.nullish(),
    configuration_set: text.nullish(),
    topic_arn: z
      .string()
      .regex(SNS_TOPIC, "Must be a topic such as arn:aws:sns:eu-west-1:123456789012:codes")
      .nullish(),
    base_url: z.url().nullish(),
  })
  .transform((entered) => ({
    region: entered.region,
    accessKeyId: entered.access_key_id,
    secretAccessKey: entered.secret_access_key,
    sessionToken: entered.session_token ?? null,
    configurationSet: entered.configuration_set ?? null,
    topicArn: entered.topic_arn ?? null,
    baseUrl: entered.base_url ?? null,
  }));

const NAME = "ses";

// Connections stay open between messages; each configuration has its own client, for as long as it is in use itself.
const clients = new WeakMap<SesConfig, SESv2Client>();

/** Amazon SES (API v2), by its SDK. */
export const sesEmail: Provider<SesConfig> = {
  name: NAME,
  title: "Amazon SES",
  channels: ["email"],
  configSchema,
  fields: [
    { name: "region", label: "Region", secret: false, help: "For example eu-west-1" },
    { name: "access_key_id", label: "Access key ID", secret: false },
    { name: "secret_access_key", label: "Secret access key", secret: true },
    {
      name: "configuration_set",
      label: "Configuration set",
      secret: false,
      optional: true,
      help: "The one that publishes to SNS; needed for delivery reports",
    },
    {
      name: "topic_arn",
      label: "SNS topic ARN",
      secret: false,
      optional: true,
      help: "The topic that it publishes to, arn:aws:sns:…; needed for delivery reports",
    },
  ],
  async send(message, config, tools): Promise<ProviderOutcome> {
    try {
      const { SendEmailCommand } = await import("@aws-sdk/client-sesv2");
      const client = await clientOf(config);
      const command = new SendEmailCommand(mailOf(message, config));
      const { MessageId: id } = await client.send(command, { abortSignal: endOfWait(tools) });
      if (id) return { state: "accepted", providerMessageId: id };
      return outcomeOf(NAME, { reason: "provider_error" }, message, tools);
    } catch (error) {
      return outcomeOf(NAME, failureOf(error), message, tools);
    }
  },
  async check(config, tools): Promise<ProviderCheck> {
    try {
      const { GetAccountCommand } = await import("@aws-sdk/client-sesv2");
      const client = await clientOf(config);
      const account = await client.send(new GetAccountCommand({}), { abortSignal: endOfWait(tools) });
      if (account.SendingEnabled) return { ok: true };
      return { ok: false, reason: "sender_refused", detail: "Sending is paused in this account" };
    } catch (error) {
      return checkOf(NAME, failureOf(error), tools);
    }
  },
  close(config) {
    clients.get(config)?.destroy();
    clients.delete(config);
  },
};

async function clientOf(config: SesConfig): Promise<SESv2Client> {
  const { SESv2Client } = await import("@aws-sdk/client-sesv2");
  const known = clients.get(config);
  if (known) return known;
  const { region, accessKeyId, secretAccessKey, sessionToken, baseUrl } = config;
  const client = new SESv2Client({
    region,
    credentials: { accessKeyId, secretAccessKey, ...(sessionToken !== null && { sessionToken }) },
    ...(baseUrl !== null && { endpoint: baseUrl }),
    // Whether to try again, and where, is for who sends to say.
    maxAttempts: 1,
  });
  clients.set(config, client);
  return client;
}

/** SES makes the Message-ID itself, and takes a name beyond ASCII as encoded words only (RFC 2047). */
function mailOf(message: OutgoingMessage, { configurationSet }: SesConfig): SendEmailCommandInput {
  const { id, environmentId, from, to, replyTo, subject, text: plain, html, headers } = message;
  return {
    FromEmailAddress: encodedMailbox(from),
    Destination: { ToAddresses: [to] },
    ...(replyTo && { ReplyToAddresses: [encodedMailbox(replyTo)] }),
    ...(configurationSet !== null && { ConfigurationSetName: configurationSet }),
    EmailTags: [
      { Name: "environment_id", Value: environmentId },
      { Name: "message_id", Value: id },
    ],
    Content: {
      Simple: {
        Subject: { Data: subject ?? "", Charset: "UTF-8" },
        Body: {
          Text: { Data: plain, Charset: "UTF-8" },
          ...(html !== null && { Html: { Data: html, Charset: "UTF-8" } }),
        },
        Headers: headers
          .filter(({ name }) => name !== "Message-ID")
          .map(({ name, value }) => ({ Name: name, Value: value })),
      },
    },
  };
}

const ENCODED_WORD = 75;

function encodedMailbox({ name, address }: MailAddress): string {
  if (isPlainText(name)) return mailbox({ name, address });
  return `${encodeWord(name, "B", ENCODED_WORD)} <${address}>`;
}

const Refused = z.object({
  name: z.string(),
  message: z.string().catch(""),
  $metadata: z.object({ httpStatusCode: z.number() }),
});

const REASONS: Readonly<Record<string, Failure["reason"]>> = {
  MailFromDomainNotVerifiedException: "sender_refused",
  AccountSuspendedException: "sender_refused",
  SendingPausedException: "sender_refused",
  NotFoundException: "sender_refused",
  LimitExceededException: "temporary",
  TooManyRequestsException: "temporary",
  ThrottlingException: "temporary",
  AccessDeniedException: "authentication",
};

const NOT_VERIFIED = /not verified/i;

/**
 * SES's exceptions (API reference v2, SendEmail). In the sandbox a recipient has to be verified too: the account's
 * lack.
 */
function failureOf(error: unknown): Failure {
  const refused = Refused.safeParse(error);
  if (!refused.success) return { reason: reasonOfError(error) };
  const { name, message, $metadata } = refused.data;
  return { reason: REASONS[name] ?? reasonOf(name, message, $metadata.httpStatusCode), code: name, words: message };
}

function reasonOf(name: string, message: string, status: number): Failure["reason"] {
  if (name === "MessageRejected") return NOT_VERIFIED.test(message) ? "sender_refused" : "message_refused";
  return name === "BadRequestException" ? "message_refused" : reasonOfStatus(status);
}
