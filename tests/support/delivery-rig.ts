import { afterEach } from "vitest";
import { testClock } from "@/lib/core/clock";
import { type Env, readEnv } from "@/lib/core/env";
import { createLogger } from "@/lib/core/logger";
import { createKeyring } from "@/lib/core/secrets";
import type { OutgoingMessage } from "@/lib/delivery/channel";
import { composeMessage, type MessageDraft } from "@/lib/delivery/compose-message";
import { createDelivery, type Delivered, type Delivery, type DeliveryTools } from "@/lib/delivery/deliver";
import { createEgress } from "@/lib/egress";
import { renderOtpMessage } from "@/lib/templates";
import { type SmtpTestOptions, type SmtpTestServer, startSmtpServer } from "./smtp";

export const MESSAGE_ID = "019a9f3e-7c1a-7cc2-9d8e-0123456789ab";
export const ENVIRONMENT_ID = "019a9f3e-7c1a-7cc2-9d8e-ba9876543210";
const EMAIL_FROM = "Installation <login@mail.ninepin.dev>";

export const brand = {
  name: "Northwind",
  domain: "northwind.dev",
  supportEmail: "help@northwind.dev",
  postalAddress: "12 Alley Lane, Leeds",
};

/** A rendered sign-in email to `ada@x.dev` with the code 482913507. */
export async function draft(changes: Partial<MessageDraft> = {}): Promise<MessageDraft> {
  const rendered = await renderOtpMessage({
    purpose: "sign_in",
    channel: "email",
    locale: "en",
    brand,
    boundTo: brand.domain,
    environmentKind: "live",
    code: "482913507",
    expiresMinutes: 10,
    destination: "ada@x.dev",
    context: { requestedAt: new Date("2026-11-20T14:22:10Z") },
    codeInSubject: true,
  });
  return {
    id: MESSAGE_ID,
    environmentId: ENVIRONMENT_ID,
    channel: "email",
    purpose: "sign_in",
    to: "ada@x.dev",
    brand,
    code: "482913507",
    ...rendered,
    ...changes,
  };
}

/** The same, composed as it leaves. */
export async function outgoing(changes: Partial<MessageDraft> = {}): Promise<OutgoingMessage> {
  return composeMessage(deliveryEnv(null), await draft(changes));
}

/** A configuration with that mail server, or none. */
export function deliveryEnv(smtpUrl: string | null): Env {
  return { ...readEnv({}), appUrl: "https://ninepin.dev", email: { from: EMAIL_FROM, smtpUrl } };
}

/** What a delivery is given beside its configuration. */
export function deliveryTools(changes: Partial<DeliveryTools> = {}): DeliveryTools {
  return {
    clock: testClock(),
    log: createLogger("silent"),
    keyring: createKeyring([{ id: 1, bytes: Buffer.from("a root secret that is only ever used by a test's rig") }], 0),
    egress: createEgress(deliveryEnv(null)),
    ...changes,
  };
}

/** Gives a message to the installation's own providers. */
export function deliver(delivery: Delivery, message: OutgoingMessage): Promise<Delivered> {
  return delivery.deliver(message, delivery.carriersOf(null, message.channel));
}

export type DeliveryRig = { server: SmtpTestServer; delivery: Delivery; log: string[] };

/** A mail server and a delivery that is configured to use it. */
export async function startRig(
  options: SmtpTestOptions = {},
  url = (server: SmtpTestServer) => server.url,
): Promise<DeliveryRig> {
  const server = await startSmtpServer(options);
  const log: string[] = [];
  const tools = deliveryTools({ log: createLogger("debug", { write: (line) => log.push(line) }) });
  return { server, log, delivery: createDelivery(deliveryEnv(url(server)), tools) };
}

/** Ends both. */
export async function stopRig({ delivery, server }: DeliveryRig): Promise<void> {
  delivery.close();
  await server.close();
}

/** `startRig` for a test file that wants each rig ended with its test. */
export function rigsOfEachTest(): typeof startRig {
  const rigs: DeliveryRig[] = [];
  afterEach(async () => {
    for (const rig of rigs.splice(0)) await stopRig(rig);
  });
  return async (options, url) => {
    const rig = await startRig(options, url);
    rigs.push(rig);
    return rig;
  };
}
