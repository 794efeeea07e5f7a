import { monitorEventLoopDelay } from "node:perf_hooks";
import { systemClock } from "@/lib/core/clock";
import { readEnv } from "@/lib/core/env";
import { createLogger } from "@/lib/core/logger";
import { createKeyring } from "@/lib/core/secrets";
import type { OutgoingMessage } from "@/lib/delivery/channel";
import { composeMessage } from "@/lib/delivery/compose-message";
import { createDelivery, type Delivery } from "@/lib/delivery/deliver";
import { smtpEmail } from "@/lib/delivery/providers/smtp-email";
import { register } from "@/lib/delivery/registry";
import { createEgress } from "@/lib/egress";
import { type SmtpBehaviour, type SmtpTestServer, startSmtpServer } from "../support/smtp";
import { formatTable, precise, type Row } from "./table";

/**
 * `npm run bench -- --delivery`: what a first provider that fails adds to a message, one after another over SMTP on
 * loopback, until its breaker opens and with it open; and what the process does meanwhile.
 */
const MESSAGES = 200;
const TO_OPEN = 5;
const AT_ONCE = 100;

const env = readEnv({});
const message: OutgoingMessage = composeMessage(env, {
  id: "019a9f3e-7c1a-7cc2-9d8e-0123456789ab",
  environmentId: "019a9f3e-7c1a-7cc2-9d8e-ba9876543210",
  channel: "email",
  purpose: "sign_in",
  to: "ada@example.com",
  brand: { name: "Northwind", domain: null, supportEmail: null },
  subject: "482913507 is your code",
  html: "<p>482913507</p>",
  text: "482913507",
  code: "482913507",
});

function deliveryBy(urls: readonly string[]): Delivery {
  const tools = {
    clock: systemClock,
    log: createLogger("silent"),
    keyring: createKeyring([{ id: 1, bytes: Buffer.alloc(32, 7) }], 0),
    egress: createEgress(env),
  };
  return createDelivery(
    env,
    tools,
    urls.map((url) => register(smtpEmail, () => ({ url }))),
  );
}

async function timed(delivery: Delivery): Promise<number> {
  const started = performance.now();
  const { state } = await delivery.deliver(message, delivery.carriersOf(null, "email"));
  if (state !== "accepted") throw new Error(`A message was not accepted: ${state}`);
  return performance.now() - started;
}

async function many(delivery: Delivery, count: number): Promise<number[]> {
  const times: number[] = [];
  for (let at = 0; at < count; at += 1) times.push(await timed(delivery));
  return times.toSorted((a, b) => a - b);
}

const at = (sorted: readonly number[], part: number): string =>
  precise(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0);

/** Messages with that first provider: while it is found out, and after. */
async function measure(name: string, first: string | null, second: SmtpTestServer): Promise<Row> {
  const delivery = deliveryBy(first === null ? [second.url] : [first, second.url]);
  await timed(deliveryBy([second.url]));
  const finding = await many(delivery, TO_OPEN);
  const after = await many(delivery, MESSAGES);
  delivery.close();
  return [name, at(finding, 0.5), at(finding, 1), at(after, 0.5), at(after, 0.99)];
}

/** How long anything else waits for its turn while a hundred messages hang. */
async function measureHanging(hanging: SmtpTestServer, second: SmtpTestServer): Promise<Row> {
  const delivery = deliveryBy([hanging.url, second.url]);
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  await Promise.all(Array.from({ length: AT_ONCE }, () => timed(delivery)));
  delay.disable();
  delivery.close();
  return ["event loop, ms late", precise(delay.percentile(50) / 1e6 - 1), precise(delay.percentile(99) / 1e6 - 1)];
}

async function serverThat(behaviour: SmtpBehaviour): Promise<SmtpTestServer> {
  const server = await startSmtpServer();
  server.behave(behaviour);
  servers.push(server);
  return server;
}

const servers: SmtpTestServer[] = [];
const good = await startSmtpServer();
servers.push(good);
const closed = await startSmtpServer();
await closed.close();
const busy = await serverThat({ at: "mail", status: 451 });
const hanging = await serverThat("hang-at-greeting");
const endless = await serverThat("trickle-after-data");

const rows = [
  await measure("no first provider", null, good),
  await measure("refuses connections", closed.url, good),
  await measure("asks to try later (451)", busy.url, good),
  await measure("hangs", hanging.url, good),
  await measure("answers without an end", endless.url, good),
];
console.log(
  formatTable(
    ["the first provider", "first 5, median ms", "slowest ms", `next ${MESSAGES}, median ms`, "99 % ms"],
    rows,
  ),
);
console.log(
  `\n${formatTable([`${AT_ONCE} at once, the first hangs`, "median", "99 %"], [await measureHanging(hanging, good)])}`,
);
for (const server of servers) await server.close();
process.exit();
