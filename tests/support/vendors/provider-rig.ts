import { testClock } from "@/lib/core/clock";
import { createLogger } from "@/lib/core/logger";
import type { OutgoingMessage, ProviderTools } from "@/lib/delivery/channel";
import { outsideTools } from "@/lib/delivery/outside-tools";
import { createEgress } from "@/lib/egress";

export const CODE = "482913507";
export const ENVIRONMENT_ID = "019a9f3e-7c1a-7cc2-9d8e-ba9876543210";
export const MESSAGE_ID = "019a9f3e-7c1a-7cc2-9d8e-0123456789ab";

/** An email with the code, as it leaves. */
export function email(changes: Partial<OutgoingMessage> = {}): OutgoingMessage {
  return {
    id: MESSAGE_ID,
    environmentId: ENVIRONMENT_ID,
    channel: "email",
    to: "ada@x.dev",
    from: { name: "Nörthwind, Inc.", address: "login@mail.ninepin.dev" },
    replyTo: { name: "Northwind", address: "help@northwind.dev" },
    subject: `${CODE} is your Northwind code`,
    html: `<p>${CODE}</p>`,
    text: `${CODE} is your Northwind code.`,
    headers: [
      { name: "Message-ID", value: `<${MESSAGE_ID}@mail.ninepin.dev>` },
      { name: "Auto-Submitted", value: "auto-generated" },
      { name: "OTP-Token", value: `"${CODE}"; origin="https://northwind.dev"` },
    ],
    code: CODE,
    locale: "en",
    ...changes,
  };
}

/** A text to a phone. */
export function text(changes: Partial<OutgoingMessage> = {}): OutgoingMessage {
  return {
    ...email(),
    channel: "sms",
    to: "+14155550123",
    subject: null,
    html: null,
    text: `${CODE} is your Northwind code.\n\n@northwind.dev #${CODE}`,
    headers: [],
    ...changes,
  };
}

type Patience = { timeoutMs?: number; signal?: AbortSignal };

export type ToolsRig = { tools: ProviderTools; log: string[] };

/** What a provider is given for the installation's account. A single wait is short, so that a test's is. */
export function toolsFor({ timeoutMs = 5_000, signal = AbortSignal.timeout(10_000) }: Patience = {}): ToolsRig {
  const log: string[] = [];
  const tools = {
    timeoutMs,
    signal,
    clock: testClock(),
    log: createLogger("debug", { write: (line) => log.push(line) }),
  };
  return { tools, log };
}

/** The same for a customer's account, which may reach these ports of this machine. */
export function customerToolsFor(ports: readonly number[], options: Patience = {}): ToolsRig {
  const { tools, log } = toolsFor(options);
  const egress = createEgress({
    egressAllow: ports.map((port) => ({ environmentId: null, address: "127.0.0.1", port })),
    dnsServers: [],
    appUrl: "http://localhost:3000",
  });
  return { log, tools: { ...tools, ...outsideTools(egress, ENVIRONMENT_ID, tools.signal) } };
}
