import { type Breaker, createBreaker } from "@/lib/core/breaker";
import type { FieldError } from "@/lib/core/errors";
import type { Keyring } from "@/lib/core/secrets";
import { createAccounts } from "./accounts";
import { type AttemptTools, attempt, type Patience, type Try, toolsOf, withDeadline } from "./attempt";
import { callbackVendorOf, messageCallbackUrl } from "./callback-url";
import {
  CHANNELS,
  type Channel,
  type CodeCheck,
  type OutgoingMessage,
  type ProviderCheck,
  type ProviderField,
  type ProviderOutcome,
} from "./channel";
import { orderCarriers, type Sender } from "./order-carriers";
import { type OwnCodes, sendOwnCode } from "./own-codes";
import { isPlainAddress } from "./plain-address";
import { type Carrier, type DeliveryEnv, type Entered, type Registration, registry } from "./registry";
import { sendAs } from "./send-as";

export type { ProviderAccount } from "./accounts";
export type { Try } from "./attempt";
export type { Sender } from "./order-carriers";
export type { OwnCodes } from "./own-codes";
export type { Carrier, Entered } from "./registry";

/** Hands messages to providers: the installation's and the customers' own. */
export type Delivery = {
  /** Who is asked to carry a channel of an environment, in order; `null` asks for the installation's own mail. */
  carriersOf(sender: Sender | null, channel: Channel): readonly Carrier[];
  /** The channels that an environment has a provider for. */
  channelsOf(sender: Sender): Channel[];
  /** One of an environment's own accounts; null where it has none of that id. */
  carrierOf(sender: Sender, accountId: string): Carrier | null;
  hasEmailProvider(): boolean;
  /**
   * Gives the message to the first of these that takes it: on a timeout or a fault the next one is asked, a refusal of the
   * message or the address is final. `codes`: where the answer of a provider that makes codes itself is to be checked
   * later. Throws nothing but what `codes` throws.
   */
  deliver(message: OutgoingMessage, carriers: readonly Carrier[], codes?: OwnCodes): Promise<Delivered>;
  /**
   * Whether a code is the one that a provider made and sent. Its answer is final; `unknown`: nobody could be asked. All of
   * the sender's and the installation's accounts there are, in their order, unless it is said which.
   */
  checkCode(
    sender: Sender,
    sent: { provider: string; providerMessageId: string; code: string },
    carriers?: readonly Carrier[],
  ): Promise<CodeCheck>;
  /** Every provider that an account can be at. */
  offered(): readonly OfferedProvider[];
  /** The installation's own providers, in order. */
  installed(): readonly { name: string; title: string; channels: readonly Channel[] }[];
  /** One of them by its name; null where the installation has none of that name. */
  installedCarrier(name: string): Carrier | null;
  /** What is wrong with what was entered for an account at that provider, field by field. */
  problemsOf(provider: string, entered: Entered): FieldError[];
  /** Whether each of the installation's providers can be reached, without sending anything. */
  check(): Promise<CheckedProvider[]>;
  /** Lets go of connections that are kept open. */
  close(): void;
};

/** What came of a message, who said so (null where nobody was asked), and everyone who was asked. */
export type Delivered = Carried & { tries: readonly Try[] };

type Carried = ProviderOutcome & { provider: string | null };

export type OfferedProvider = {
  name: string;
  title: string;
  channels: readonly Channel[];
  fields: readonly ProviderField[];
};

export type CheckedProvider = { provider: string; channels: readonly Channel[] } & ProviderCheck;

export type DeliveryTools = AttemptTools & { keyring: Keyring };

/** How long providers may take: each for itself, and all that are asked for one message. */
export type DeliveryPatience = Patience & { totalMs: number };

/** Less in all than a message is left to the process that sends it (`SEND_LEASE_SECONDS`). */
const PATIENCE: DeliveryPatience = { deadlineMs: 8_000, timeoutMs: 5_000, totalMs: 15_000 };

/** With less time than this left there is no use in asking another. */
const LEAST_MS = 500;

function tableOf(carriers: readonly Carrier[]): Map<Channel, readonly Carrier[]> {
  return new Map(CHANNELS.map((channel) => [channel, orderCarriers([], channel, [], carriers)]));
}

/** Sets the configured providers up. Throws where a configuration is not usable, naming what is wrong. */
export function createDelivery(
  env: DeliveryEnv,
  tools: DeliveryTools,
  registrations: readonly Registration[] = registry,
  patience: DeliveryPatience = PATIENCE,
): Delivery {
  const installation = registrations.flatMap((registration) => registration.ofInstallation(env) ?? []);
  // What personal mode posts to is its owner's channel, and no customer's.
  const forCustomers = installation.filter(({ channels }) => !channels.includes("discord"));
  const byChannel = tableOf(installation);
  const byChannelForCustomers = tableOf(forCustomers);
  const accounts = createAccounts(env, tools.keyring, registrations);
  const breakers = new WeakMap<Carrier, Breaker>();
  const orders = new WeakMap<Sender, Map<Channel, readonly Carrier[]>>();

  function breakerOf(carrier: Carrier): Breaker {
    const breaker = breakers.get(carrier) ?? createBreaker(tools.clock);
    breakers.set(carrier, breaker);
    return breaker;
  }

  function accountsOf(sender: Sender): Carrier[] {
    return sender.accounts.flatMap((account) => accounts.carrierOf(sender.id, account) ?? []);
  }

  function carriersOf(sender: Sender | null, channel: Channel): readonly Carrier[] {
    const order = sender?.settings.channels.providers[channel] ?? [];
    const isOurs = sender === null || sender.installation === true;
    // Almost everybody: nothing is worked out.
    if (sender === null || (order.length === 0 && sender.accounts.length === 0)) {
      return (isOurs ? byChannel : byChannelForCustomers).get(channel) ?? [];
    }
    const known = orders.get(sender) ?? new Map<Channel, readonly Carrier[]>();
    orders.set(sender, known);
    const carriers =
      known.get(channel) ?? orderCarriers(order, channel, accountsOf(sender), isOurs ? installation : forCustomers);
    known.set(channel, carriers);
    return carriers;
  }

  /** The message as this carrier gets it: from whom it may send, with the address that its vendor tells of it at. */
  function addressed(written: OutgoingMessage, carrier: Carrier): OutgoingMessage {
    const message = sendAs(written, carrier);
    const { name, accountId } = carrier;
    const vendor = callbackVendorOf(name);
    if (vendor === null || env.loopback) return message;
    const { id: messageId, environmentId } = message;
    const account = accountId === null ? "installation" : { environmentId, accountId };
    const called = { environmentId, messageId };
    return { ...message, callbackUrl: messageCallbackUrl({ env, keyring: tools.keyring }, vendor, account, called) };
  }

  return {
    carriersOf,
    channelsOf: (sender) => CHANNELS.filter((channel) => carriersOf(sender, channel).length > 0),
    carrierOf: (sender, accountId) => accountsOf(sender).find((carrier) => carrier.accountId === accountId) ?? null,
    hasEmailProvider: () => carriersOf(null, "email").length > 0,
    async deliver(message, carriers, codes) {
      if (message.channel === "email" && !isPlainAddress(message.to)) {
        return { ...NOT_SENDABLE, provider: null, tries: [] };
      }
      const tries: Try[] = [];
      let delivered: Carried = { ...NO_PROVIDER, provider: null };
      const until = performance.now() + patience.totalMs;
      const left = () => until - performance.now();
      for (const carrier of carriers) {
        if (left() < LEAST_MS) break;
        const turn = () => {
          const deadlineMs = Math.min(patience.deadlineMs, Math.max(left(), LEAST_MS));
          const written = addressed(message, carrier);
          return attempt(carrier, breakerOf(carrier), written, tools, { ...patience, deadlineMs });
        };
        const hasOwnCodes = codes !== undefined && carrier.takeBack !== undefined;
        const { outcome, tried } = await (hasOwnCodes ? sendOwnCode(carrier, message, codes, tools, turn) : turn());
        tries.push(tried);
        delivered = { ...outcome, provider: carrier.name };
        if (outcome.state !== "retry") break;
      }
      return { ...delivered, tries };
    },
    async checkCode(sender, { provider, providerMessageId, code }, carriers) {
      let answer: CodeCheck = "unknown";
      // Which of several accounts sent it is not written down: all but one do not know the id.
      for (const carrier of carriers ?? [...accountsOf(sender), ...installation]) {
        const { checkCode } = carrier;
        if (carrier.name !== provider || !checkCode) continue;
        const checked = await withDeadline<CodeCheck>(
          (limits) => checkCode({ providerMessageId, code }, toolsOf(carrier, sender.id, tools, limits)),
          () => "unknown",
          patience,
        );
        if (checked !== "unknown") answer = checked;
        if (checked !== "unknown" && checked !== "expired") break;
      }
      return answer;
    },
    offered: () => registrations,
    installed: () =>
      installation.map(({ name, channels }) => {
        const title = registrations.find((registration) => registration.name === name)?.title ?? name;
        return { name, title, channels };
      }),
    installedCarrier: (name) => installation.find((carrier) => carrier.name === name) ?? null,
    problemsOf(provider, entered) {
      const registration = registrations.find(({ name }) => name === provider);
      return registration?.problemsOf(env, entered) ?? [{ path: "provider", message: "There is no such provider" }];
    },
    check: () => Promise.all(installation.map((carrier) => check(carrier, tools, patience))),
    close() {
      for (const carrier of installation) carrier.close();
      accounts.close();
    },
  };
}

const NOT_SENDABLE: ProviderOutcome = { state: "rejected", reason: "address_not_sendable", permanent: true };
const NO_PROVIDER: ProviderOutcome = { state: "retry", reason: "no_provider" };

async function check(carrier: Carrier, { clock, log }: AttemptTools, patience: Patience): Promise<CheckedProvider> {
  const { name: provider, channels } = carrier;
  const checked = await withDeadline<ProviderCheck>(
    (limits) => carrier.check({ ...limits, clock, log }),
    (reason) => ({ ok: false, reason }),
    patience,
  );
  return { provider, channels, ...checked };
}
