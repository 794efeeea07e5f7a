import type { DeliveryEnv } from "./registry";

/** A provider's configuration, by the names of its fields. */
export type Raw = Readonly<Record<string, unknown>>;

/** How the installation's configuration gives each provider its own; null where it has none. */
export const installation = {
  resend: ({ providers: { resend } }: DeliveryEnv): Raw | null =>
    resend && { api_key: resend.apiKey, webhook_secret: resend.webhookSecret },
  sendgrid: ({ providers: { sendgrid } }: DeliveryEnv): Raw | null =>
    sendgrid && { api_key: sendgrid.apiKey, webhook_key: sendgrid.webhookKey },
  smtp: ({ email: { smtpUrl } }: DeliveryEnv): Raw | null => (smtpUrl === null ? null : { url: smtpUrl }),
  ses: ({ providers: { ses } }: DeliveryEnv): Raw | null =>
    ses && {
      region: ses.region,
      access_key_id: ses.accessKeyId,
      secret_access_key: ses.secretAccessKey,
      session_token: ses.sessionToken,
      configuration_set: ses.configurationSet,
      topic_arn: ses.topicArn,
    },
  twilioVerify({ providers: { twilio } }: DeliveryEnv): Raw | null {
    if (twilio?.verifyServiceSid == null) return null;
    return { ...accountOf(twilio), service_sid: twilio.verifyServiceSid };
  },
  twilioMessaging({ providers: { twilio } }: DeliveryEnv): Raw | null {
    if (twilio === null || (twilio.from === null && twilio.messagingServiceSid === null)) return null;
    return { ...accountOf(twilio), from: twilio.from, messaging_service_sid: twilio.messagingServiceSid };
  },
  /** Only a number can call. */
  twilioVoice({ providers: { twilio } }: DeliveryEnv): Raw | null {
    return twilio?.from?.startsWith("+") ? { ...accountOf(twilio), from: twilio.from } : null;
  },
  twilioWhatsapp({ providers: { twilio } }: DeliveryEnv): Raw | null {
    if (twilio?.whatsappFrom == null) return null;
    return { ...accountOf(twilio), from: twilio.whatsappFrom, content_sid: twilio.whatsappContentSid };
  },
  /** Of one person's own server alone: what it posts to is the operator's channel, not a customer's. */
  discord: ({ personal }: DeliveryEnv): Raw | null => personal && { url: personal.webhookUrl },
  /** There is none: it is always a customer's. */
  hook: (): Raw | null => null,
};

function accountOf({ accountSid, authToken }: { accountSid: string; authToken: string }): Raw {
  return { account_sid: accountSid, auth_token: authToken };
}

/** Where a vendor's API is, for the installation's account and every customer's: nobody enters that. */
export function vendorAt(vendor: keyof DeliveryEnv["providers"]["endpoints"]): (env: DeliveryEnv) => Raw {
  return ({ providers: { endpoints } }) => ({ base_url: endpoints[vendor] });
}
