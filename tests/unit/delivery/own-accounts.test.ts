import { generateKeyPairSync } from "node:crypto";
import { afterEach, describe, expect, it } from "vitest";
import { createLogger } from "@/lib/core/logger";
import { systemRandom } from "@/lib/core/random";
import { createKeyring } from "@/lib/core/secrets";
import { sealAccountConfig } from "@/lib/delivery/account-config";
import type { Channel } from "@/lib/delivery/channel";
import { createDelivery, type DeliveryPatience, type Sender } from "@/lib/delivery/deliver";
import { createEgress } from "@/lib/egress";
import { completeSettings } from "@/lib/settings";
import { deliveryEnv, deliveryTools, ENVIRONMENT_ID, MESSAGE_ID, outgoing } from "../../support/delivery-rig";
import { readMail } from "../../support/mail";
import { type SmtpTestServer, startSmtpServer } from "../../support/smtp";

const FIRST = "019a9f3e-7c1a-7cc2-9d8e-000000000001";
const SECOND = "019a9f3e-7c1a-7cc2-9d8e-000000000002";
const keyring = createKeyring([{ id: 1, bytes: Buffer.from("a root secret that is only ever used by this file") }], 0);
const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const DKIM = {
  domain: "mail.northwind.dev",
  selector: "np1",
  privateKey: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
};
const log: string[] = [];

const closing: (() => unknown)[] = [];
afterEach(async () => {
  log.length = 0;
  for (const close of closing.splice(0).reverse()) await close();
});

async function mailServer(): Promise<SmtpTestServer> {
  const server = await startSmtpServer();
  closing.push(server.close);
  return server;
}

/** A delivery whose customers may reach these servers, and no other that is not public. */
function deliveryTo(
  servers: readonly SmtpTestServer[],
  installation: SmtpTestServer | null = null,
  patience?: DeliveryPatience,
) {
  const egressAllow = servers.map(({ port }) => ({ environmentId: null, address: "127.0.0.1", port }));
  const egress = createEgress({ egressAllow, dnsServers: [], appUrl: "https://ninepin.dev" });
  const tools = deliveryTools({ keyring, egress, log: createLogger("debug", { write: (line) => log.push(line) }) });
  const delivery = createDelivery(deliveryEnv(installation?.url ?? null), tools, undefined, patience);
  closing.push(delivery.close);
  return delivery;
}

/** An environment with an account of its own for each server, which says where its mail comes from unless that is null. */
function senderWith(urls: readonly [string, string, (string | null)?][], order: readonly string[] = []): Sender {
  const accounts = urls.map(([id, url, from = "login@northwind.dev"]) => ({
    id,
    provider: "smtp",
    label: "Mail",
    configEncrypted: sealAccountConfig(
      keyring,
      systemRandom,
      { environmentId: ENVIRONMENT_ID, accountId: id },
      from === null ? { url } : { url, from },
    ),
  }));
  const settings = completeSettings("live", { channels: { providers: { email: order } } });
  return { id: ENVIRONMENT_ID, accounts, settings };
}

const namesOf = (sender: Sender, delivery: ReturnType<typeof deliveryTo>, channel: Channel = "email") =>
  delivery.carriersOf(sender, channel).map(({ name, accountId }) => accountId ?? name);

describe("an environment without accounts of its own", () => {
  it("is given the installation's providers, and nothing is worked out for it", async () => {
    const delivery = deliveryTo([], await mailServer());
    const [first, second] = [senderWith([]), senderWith([])];
    expect(delivery.carriersOf(first, "email")).toBe(delivery.carriersOf(second, "email"));
    expect(delivery.carriersOf(first, "email")).toEqual(delivery.carriersOf(null, "email"));
    expect(delivery.channelsOf(first)).toEqual(["email"]);
  });
});

describe("an account of the customer's own", () => {
  it("comes before the installation's provider, which takes over where it fails", async () => {
    const [own, installation] = [await mailServer(), await mailServer()];
    const delivery = deliveryTo([own], installation);
    const sender = senderWith([[FIRST, own.url]]);
    expect(namesOf(sender, delivery)).toEqual([FIRST, "smtp"]);
    const carriers = delivery.carriersOf(sender, "email");
    expect(await delivery.deliver(await outgoing(), carriers)).toMatchObject({ state: "accepted" });
    expect([own.received.length, installation.received.length]).toEqual([1, 0]);

    own.behave({ at: "mail", status: 451 });
    const { tries, ...outcome } = await delivery.deliver(await outgoing(), carriers);
    expect(outcome).toMatchObject({ state: "accepted", provider: "smtp" });
    expect(tries).toMatchObject([
      { provider: "smtp", accountId: FIRST, state: "retry", reason: "temporary" },
      { provider: "smtp", accountId: null, state: "accepted", reason: null },
    ]);
    expect(installation.received).toHaveLength(1);
    expect(log.join()).not.toMatch(/ada@|482913507|secret\.address/);
  });

  it("sends from the address that it names, which nobody else's provider ever does", async () => {
    const [own, installation] = [await mailServer(), await mailServer()];
    const delivery = deliveryTo([own], installation);
    const carriers = delivery.carriersOf(senderWith([[FIRST, own.url, "codes@northwind.dev"]]), "email");
    const domain = { address: "login@mail.northwind.dev", dkim: DKIM, returnPath: "bounces@x.dev", resend: false };
    for (const sender of [null, domain]) {
      own.behave("accept");
      await delivery.deliver(await outgoing({ sender }), carriers);
      const mail = own.received.at(-1);
      expect(mail?.from).toBe("codes@northwind.dev");
      const read = await readMail(mail);
      expect(read.from).toEqual({ name: "Northwind", address: "codes@northwind.dev" });
      expect(read.messageId).toBe(`<${MESSAGE_ID}@northwind.dev>`);
      // A key of another name says nothing for this one.
      expect(mail?.raw).not.toMatch(/^DKIM-Signature:/im);

      own.behave({ at: "mail", status: 550 });
      await delivery.deliver(await outgoing(), carriers);
      const fallen = await readMail(installation.received.at(-1));
      expect([fallen.from?.address, fallen.messageId]).toEqual([
        "login@mail.ninepin.dev",
        `<${MESSAGE_ID}@mail.ninepin.dev>`,
      ]);
    }
  });

  it("that has nothing to send from never sends as the installation: the next one is asked", async () => {
    const [own, installation] = [await mailServer(), await mailServer()];
    const delivery = deliveryTo([own], installation);
    const carriers = delivery.carriersOf(senderWith([[FIRST, own.url, null]]), "email");
    const { tries, provider } = await delivery.deliver(await outgoing(), carriers);
    expect(tries).toMatchObject([
      { accountId: FIRST, state: "retry", reason: "no_sender" },
      { accountId: null, state: "accepted" },
    ]);
    expect(provider).toBe("smtp");
    expect([own.recipientCommands, installation.received.length]).toEqual([[], 1]);

    // Its own domain is something to send from.
    const sender = { address: "login@mail.northwind.dev", dkim: DKIM, returnPath: null, resend: false };
    expect(await delivery.deliver(await outgoing({ sender }), carriers)).toMatchObject({ state: "accepted" });
    expect(own.received.at(-1)?.from).toBe("login@mail.northwind.dev");
  });

  it("that names no plain address sends nothing", async () => {
    const own = await mailServer();
    const delivery = deliveryTo([own]);
    const carriers = delivery.carriersOf(senderWith([[FIRST, own.url, "a@x.dev, b@x.dev"]]), "email");
    expect(await delivery.deliver(await outgoing(), carriers)).toMatchObject({ reason: "provider_error" });
    expect(own.recipientCommands).toEqual([]);
  });

  it("is asked as the order says, and nobody whom it does not name", async () => {
    const [first, second, installation] = [await mailServer(), await mailServer(), await mailServer()];
    const delivery = deliveryTo([first, second], installation);
    const urls: [string, string][] = [
      [FIRST, first.url],
      [SECOND, second.url],
    ];
    expect(namesOf(senderWith(urls, [SECOND, "smtp"]), delivery)).toEqual([SECOND, "smtp"]);
    expect(namesOf(senderWith(urls, ["smtp"]), delivery)).toEqual(["smtp"]);
  });

  it("is cut off where it hangs, and the next one is asked at once", async () => {
    const [own, installation] = [await mailServer(), await mailServer()];
    // Long enough for the one that answers, however busy the machine is.
    const patience = { deadlineMs: 3_000, timeoutMs: 3_000, totalMs: 15_000 };
    const delivery = deliveryTo([own], installation, patience);
    own.behave("hang-at-greeting");
    const carriers = delivery.carriersOf(senderWith([[FIRST, own.url]]), "email");
    const { state, tries } = await delivery.deliver(await outgoing(), carriers);
    expect(state).toBe("accepted");
    expect(tries[0]).toMatchObject({ accountId: FIRST, reason: "timeout" });
  });

  it("does not hold up others while it hangs", async () => {
    const [hanging, good] = [await mailServer(), await mailServer()];
    const delivery = deliveryTo([hanging, good]);
    hanging.behave("hang-at-greeting");
    const slow = delivery.deliver(await outgoing(), delivery.carriersOf(senderWith([[FIRST, hanging.url]]), "email"));
    let isOver = false;
    void slow.then(() => {
      isOver = true;
    });
    const quick = await delivery.deliver(
      await outgoing(),
      delivery.carriersOf(senderWith([[SECOND, good.url]]), "email"),
    );
    expect(quick.state).toBe("accepted");
    expect(isOver).toBe(false);
    await hanging.close();
    expect(await slow).toMatchObject({ state: "retry", reason: "connection" });
  });

  it("has a breaker of its own, which a change of the account closes", async () => {
    const own = await mailServer();
    const delivery = deliveryTo([own]);
    const before = senderWith([[FIRST, `smtp://127.0.0.1:${own.port}`]]);
    own.behave("reset-after-data");
    for (let count = 0; count < 5; count += 1) {
      const carriers = delivery.carriersOf(before, "email");
      expect(await delivery.deliver(await outgoing(), carriers)).toMatchObject({ reason: "connection" });
    }
    own.behave("accept");
    // Read again a few seconds later it is the same account, with the same breaker.
    const again = { ...before, accounts: before.accounts.map((account) => ({ ...account })) };
    expect(await delivery.deliver(await outgoing(), delivery.carriersOf(again, "email"))).toMatchObject({
      reason: "circuit_open",
    });
    const changed = senderWith([[FIRST, `${own.url}/`]]);
    expect(await delivery.deliver(await outgoing(), delivery.carriersOf(changed, "email"))).toMatchObject({
      state: "accepted",
    });
  });

  it("leads to no server that is not public, unless the installation lists it", async () => {
    const own = await mailServer();
    const delivery = deliveryTo([]);
    const carriers = delivery.carriersOf(senderWith([[FIRST, own.url]]), "email");
    expect(await delivery.deliver(await outgoing(), carriers)).toMatchObject({ state: "retry", reason: "connection" });
    expect(own.recipientCommands).toEqual([]);
  });

  it("that does not open any more is a fault of its own, and the next one is asked", async () => {
    const installation = await mailServer();
    const delivery = deliveryTo([], installation);
    const sender = senderWith([[FIRST, "smtp://127.0.0.1:1"]]);
    const moved = { ...sender, accounts: sender.accounts.map((account) => ({ ...account, id: SECOND })) };
    const { state, tries } = await delivery.deliver(await outgoing(), delivery.carriersOf(moved, "email"));
    expect(state).toBe("accepted");
    expect(tries[0]).toMatchObject({ accountId: SECOND, reason: "provider_error" });
  });

  it("of a provider that is no more is passed over", () => {
    const delivery = deliveryTo([]);
    const sender = senderWith([[FIRST, "smtp://127.0.0.1:1"]]);
    const gone = { ...sender, accounts: sender.accounts.map((account) => ({ ...account, provider: "pigeon" })) };
    expect(delivery.carriersOf(gone, "email")).toEqual([]);
    expect(delivery.channelsOf(gone)).toEqual([]);
  });
});

describe("all providers together", () => {
  it("take no longer than they are given for one message", async () => {
    const servers = [await mailServer(), await mailServer(), await mailServer()];
    for (const server of servers) server.behave("hang-at-greeting");
    const delivery = deliveryTo(servers, null, { deadlineMs: 700, timeoutMs: 700, totalMs: 1_300 });
    const ids = [FIRST, SECOND, "019a9f3e-7c1a-7cc2-9d8e-000000000003"];
    const sender = senderWith(servers.map(({ url }, index): [string, string] => [ids[index] ?? "", url]));
    const { tries, state } = await delivery.deliver(await outgoing(), delivery.carriersOf(sender, "email"));
    expect(state).toBe("retry");
    // The second as well, unless the first was cut off late: then nothing of the time is left for it.
    expect(tries.length).toBeLessThan(3);
    expect(new Set(tries.map(({ reason }) => reason))).toEqual(new Set(["timeout"]));
  });
});
