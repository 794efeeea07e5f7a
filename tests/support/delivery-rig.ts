import { afterEach } from "vitest";
import { testClock } from "@/lib/core/clock";
import { createLogger } from "@/lib/core/logger";
import type { OutgoingMessage } from "@/lib/delivery/channel";
import { composeMessage, type MessageDraft } from "@/lib/delivery/compose-message";
import { createDelivery, type Delivery } from "@/lib/delivery/deliver";
import { renderOtpMessage } from "@/lib/templates";
import { type SmtpTestOptions, type SmtpTestServer, startSmtpServer } from "./smtp";

export const MESSAGE_ID = "019a9f3e-7c1a-7cc2-9d8e-0123456789ab";
export const ENVIRONMENT_ID = "019a9f3e-7c1a-7cc2-9d8e-ba9876543210";
export const EMAIL_FROM = "Installation <login@mail.ninepin.dev>";

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
  const env = { email: { from: EMAIL_FROM, smtpUrl: null }, appUrl: "https://ninepin.dev" };
  return composeMessage(env, await draft(changes));
}

export type DeliveryRig = { server: SmtpTestServer; delivery: Delivery; log: string[] };

/** A mail server and a delivery that is configured to use it. */
export async function startRig(
  options: SmtpTestOptions = {},
  url = (server: SmtpTestServer) => server.url,
): Promise<DeliveryRig> {
  const server = await startSmtpServer(options);
  const log: string[] = [];
  const tools = { clock: testClock(), log: createLogger("debug", { write: (line) => log.push(line) }) };
  return { server, log, delivery: createDelivery({ email: { from: EMAIL_FROM, smtpUrl: url(server) } }, tools) };
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
