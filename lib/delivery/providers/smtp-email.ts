import { createTransport, type SMTPPoolOptions, type SMTPPoolSentMessageInfo, type Transporter } from "nodemailer";
import { z } from "zod";
import type { OutgoingMessage, Provider, ProviderCheck, ProviderOutcome, ProviderTools, RetryReason } from "../channel";

/** Where to hand mail in, and as whom. */
export type SmtpConfig = {
  host: string;
  port: number;
  /** TLS from the first byte (`smtps:`); otherwise STARTTLS, which is required unless the server is this machine. */
  secure: boolean;
  loopback: boolean;
  credentials: { user: string; pass: string } | null;
};

const CONNECTIONS = 5;
const TIMEOUT_MS = 5_000;
const IDLE_MS = 60_000;
const LOOPBACK = /^(localhost|.+\.localhost|127(\.\d{1,3}){3}|::1)$/;

const configSchema: z.ZodType<SmtpConfig> = z
  .object({ url: z.url({ protocol: /^smtps?$/, error: "SMTP_URL: expected smtp://user:password@host:port" }) })
  .transform(({ url }, context) => {
    const { protocol, hostname, port, username, password } = new URL(url);
    const secure = protocol === "smtps:";
    const host = hostname.replace(/^\[|\]$/g, "");
    const user = decoded(username);
    const pass = decoded(password);
    if (host === "" || user === null || pass === null) {
      context.addIssue("SMTP_URL: expected smtp://user:password@host:port, with user and password percent-encoded");
      return z.NEVER;
    }
    return {
      host,
      port: port === "" ? (secure ? 465 : 587) : Number(port),
      secure,
      loopback: LOOPBACK.test(host),
      credentials: user === "" ? null : { user, pass },
    };
  });

function decoded(part: string): string | null {
  try {
    return decodeURIComponent(part);
  } catch {
    return null;
  }
}

type Pool = Transporter<SMTPPoolSentMessageInfo, SMTPPoolOptions>;

// Connections stay open between messages; each configuration has its own, for as long as it is in use itself.
const pools = new WeakMap<SmtpConfig, Pool>();

function poolOf(config: SmtpConfig): Pool {
  const known = pools.get(config);
  if (known) return known;
  const pool = createTransport({
    pool: true,
    host: config.host,
    port: config.port,
    secure: config.secure,
    // Certificates are verified wherever there is TLS; on this machine nothing leaves that could be read.
    requireTLS: !config.secure && !config.loopback,
    ignoreTLS: !config.secure && config.loopback,
    tls: { minVersion: "TLSv1.2", rejectUnauthorized: true },
    ...(config.credentials && { auth: config.credentials }),
    maxConnections: CONNECTIONS,
    idleTimeout: IDLE_MS,
    maxRequeues: 1,
    connectionTimeout: TIMEOUT_MS,
    greetingTimeout: TIMEOUT_MS,
    socketTimeout: TIMEOUT_MS,
    dnsTimeout: TIMEOUT_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  pools.set(config, pool);
  return pool;
}

/** Any mail server, by SMTP. */
export const smtpEmail: Provider<SmtpConfig> = {
  name: "smtp",
  title: "SMTP",
  channels: ["email"],
  configSchema,
  fields: [
    { name: "url", label: "URL", secret: true, help: "smtp://user:password@host:587, or smtps:// for TLS at once" },
  ],
  async send(message, config, tools): Promise<ProviderOutcome> {
    try {
      const { messageId } = await poolOf(config).sendMail({ ...mailOf(message), signal: tools.signal });
      return { state: "accepted", providerMessageId: messageId };
    } catch (error) {
      return outcomeOf(smtpFailure(error), tools);
    }
  },
  async check(config, tools): Promise<ProviderCheck> {
    try {
      await poolOf(config).verify();
      return { ok: true };
    } catch (error) {
      const failure = smtpFailure(error);
      logFailure(failure, tools);
      return { ok: false, reason: faultOf(failure) };
    }
  },
  close(config) {
    pools.get(config)?.close();
    pools.delete(config);
  },
};

/** Addresses as objects and an envelope of exactly one recipient: nothing is left for a parser to read otherwise. */
function mailOf({ from, to, replyTo, subject, text, html, headers }: OutgoingMessage) {
  return {
    envelope: { from: { name: "", address: from.address }, to: [{ name: "", address: to }] },
    from,
    to: { name: "", address: to },
    ...(replyTo && { replyTo }),
    subject: subject ?? "",
    text,
    ...(html !== null && { html }),
    headers: headers.map(({ name, value }) => ({ key: name, value })),
  };
}

/** What is known of a failure without the server's own words, which repeat addresses. */
type SmtpFailure = { code: string; status: number; command: string };

function smtpFailure(error: unknown): SmtpFailure {
  const { code, responseCode, command } = failureFields.parse(error);
  return { code, status: responseCode, command };
}

const failureFields = z.object({
  code: z.string().catch("UNKNOWN"),
  responseCode: z.number().catch(0),
  command: z.string().catch(""),
});

function logFailure({ code, status, command }: SmtpFailure, { log }: ProviderTools): void {
  log.warn({ provider: smtpEmail.name, smtp_error: code, smtp_status: status, smtp_command: command }, "smtp failed");
}

/** RFC 5321, 4.2.1: 5yz is final, 4yz is not. A refusal of us, rather than of the message, is for the next provider. */
function outcomeOf(failure: SmtpFailure, tools: ProviderTools): ProviderOutcome {
  logFailure(failure, tools);
  const { code, status, command } = failure;
  const refused = status >= 500 && status !== 503;
  if (code === "EENVELOPE" && command !== "MAIL FROM" && refused) {
    return { state: "rejected", reason: "recipient_refused", permanent: true };
  }
  if (code === "EMESSAGE" && refused) return { state: "rejected", reason: "message_refused", permanent: true };
  return { state: "retry", reason: faultOf(failure) };
}

const FAULTS: Readonly<Record<string, RetryReason>> = {
  EABORT: "timeout",
  ETIMEDOUT: "timeout",
  ECONNECTION: "connection",
  ESOCKET: "connection",
  EDNS: "connection",
  ETLS: "tls",
  EREQUIRETLS: "tls",
  EAUTH: "authentication",
  ENOAUTH: "authentication",
};

function faultOf({ code, status, command }: SmtpFailure): RetryReason {
  const fault = FAULTS[code];
  if (fault) return fault;
  if (status >= 400 && status < 500) return "temporary";
  return code === "EENVELOPE" && command === "MAIL FROM" ? "sender_refused" : "provider_error";
}
