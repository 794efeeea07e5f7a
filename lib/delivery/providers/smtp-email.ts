import type { Socket } from "node:net";
import { createTransport, type SMTPPoolOptions, type SMTPPoolSentMessageInfo, type Transporter } from "nodemailer";
import { z } from "zod";
import type { OutgoingMessage, Provider, ProviderCheck, ProviderOutcome, ProviderTools } from "../channel";
import { checkOf, outcomeOf } from "./failure";
import { smtpFailure } from "./smtp-failure";

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

const EXPECTED = "Must be smtp://user:password@host:port";

const configSchema: z.ZodType<SmtpConfig> = z
  .object({ url: z.url({ protocol: /^smtps?$/, error: EXPECTED }) })
  .transform(({ url }, context) => {
    const { protocol, hostname, port, username, password } = new URL(url);
    const secure = protocol === "smtps:";
    const host = hostname.replace(/^\[|\]$/g, "");
    const user = decoded(username);
    const pass = decoded(password);
    if (host === "" || user === null || pass === null) {
      context.addIssue({
        code: "custom",
        path: ["url"],
        message: `${EXPECTED}, with user and password percent-encoded`,
      });
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

type Connect = ProviderTools["connect"];

// Connections stay open between messages; each configuration has its own, for as long as it is in use itself.
const pools = new WeakMap<SmtpConfig, { pool: Pool; way: { connect: Connect } }>();

/** `connect` is the way to a server that somebody entered, of the message that is being sent: the last one opens. */
function poolOf(config: SmtpConfig, { connect }: ProviderTools): Pool {
  const known = pools.get(config);
  if (known) {
    known.way.connect = connect;
    return known.pool;
  }
  const way = { connect };
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
    getSocket(_options: unknown, done: (error: Error | null, way: false | { connection: Socket }) => void) {
      if (!way.connect) done(null, false);
      else {
        way.connect(config.host, config.port).then(
          (connection) => done(null, { connection }),
          (cause: Error) => done(Object.assign(new Error(), { code: "ECONNECTION", response: cause.message }), false),
        );
      }
    },
  });
  pools.set(config, { pool, way });
  return pool;
}

const NAME = "smtp";

/** Any mail server, by SMTP. It signs with the customer's own key where the message has one (DKIM, RFC 6376). */
export const smtpEmail: Provider<SmtpConfig> = {
  name: NAME,
  title: "SMTP",
  channels: ["email"],
  configSchema,
  fields: [
    { name: "url", label: "URL", secret: true, help: "smtp://user:password@host:587, or smtps:// for TLS at once" },
  ],
  async send(message, config, tools): Promise<ProviderOutcome> {
    try {
      const { messageId } = await poolOf(config, tools).sendMail({ ...mailOf(message), signal: tools.signal });
      return { state: "accepted", providerMessageId: messageId };
    } catch (error) {
      return outcomeOf(NAME, smtpFailure(error), message, tools);
    }
  },
  async check(config, tools): Promise<ProviderCheck> {
    try {
      await poolOf(config, tools).verify();
      return { ok: true };
    } catch (error) {
      return checkOf(NAME, smtpFailure(error), tools);
    }
  },
  close(config) {
    pools.get(config)?.pool.close();
    pools.delete(config);
  },
};

/** Addresses as objects and an envelope of exactly one recipient: nothing is left for a parser to read otherwise. */
function mailOf({ from, to, replyTo, subject, text, html, headers, dkim, returnPath }: OutgoingMessage) {
  return {
    envelope: { from: { name: "", address: returnPath ?? from.address }, to: [{ name: "", address: to }] },
    from,
    to: { name: "", address: to },
    ...(replyTo && { replyTo }),
    subject: subject ?? "",
    text,
    ...(html !== null && { html }),
    headers: headers.map(({ name, value }) => ({ key: name, value })),
    ...(dkim && { dkim: { domainName: dkim.domain, keySelector: dkim.selector, privateKey: dkim.privateKey } }),
  };
}
