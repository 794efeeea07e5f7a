import { generateKeyPairSync } from "node:crypto";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { OutgoingMessage } from "@/lib/delivery/channel";
import { type SmtpConfig, smtpEmail } from "@/lib/delivery/providers/smtp-email";
import { verifyDkim } from "../../../support/dkim";
import { type SmtpTestServer, startSmtpServer } from "../../../support/smtp";
import { customerToolsFor, email, toolsFor } from "../../../support/vendors/provider-rig";

let server: SmtpTestServer;
const configs: SmtpConfig[] = [];
beforeAll(async () => {
  server = await startSmtpServer({ credentials: { user: "northwind", pass: "p" } });
});
afterEach(() => {
  for (const config of configs.splice(0)) smtpEmail.close?.(config);
  server.behave("accept");
});
afterAll(() => server.close());

function configOf(url = server.url): SmtpConfig {
  const config = smtpEmail.configSchema.parse({ url });
  configs.push(config);
  return config;
}

describe("a customer's own mail server", () => {
  it("is reached where it may be, signed in to, and kept connected", async () => {
    const config = configOf();
    let opened = 0;
    const { tools } = customerToolsFor([server.port]);
    const counting = {
      ...tools,
      connect: (host: string, port: number) => {
        opened += 1;
        if (!tools.connect) throw new Error("No way");
        return tools.connect(host, port);
      },
    };
    for (let count = 0; count < 3; count += 1) {
      expect((await smtpEmail.send(email(), config, counting)).state).toBe("accepted");
    }
    expect(opened).toBe(1);
    expect(await smtpEmail.check(config, counting)).toEqual({ ok: true });
  });

  it("is not reached where it is somebody's inside", async () => {
    const before = server.delivered.length;
    const { tools } = customerToolsFor([]);
    expect(await smtpEmail.send(email(), configOf(), tools)).toMatchObject({ state: "retry", reason: "connection" });
    expect(await smtpEmail.check(configOf(), tools)).toMatchObject({ ok: false, reason: "connection" });
    expect(server.delivered.length).toBe(before);
  });

  it("is told nothing in the clear, and nothing where its certificate is nobody's", async () => {
    for (const [starttls, secure] of [
      [false, false],
      [true, false],
      [true, true],
    ] as const) {
      const strange = await startSmtpServer({ starttls });
      const config = { ...configOf(strange.url), secure, loopback: false };
      configs.push(config);
      const { tools } = customerToolsFor([strange.port], { signal: AbortSignal.timeout(2_000) });
      expect((await smtpEmail.send(email(), config, tools)).state).toBe("retry");
      expect(strange.recipientCommands).toEqual([]);
      await strange.close();
    }
  });

  it("tells its words to the timeline, and nothing of them to the log", async () => {
    server.behave({ at: "rcpt", status: 550 });
    const { tools, log } = customerToolsFor([server.port]);
    expect(await smtpEmail.send(email(), configOf(), tools)).toMatchObject({
      state: "rejected",
      reason: "recipient_refused",
      detail: expect.stringContaining("550"),
    });
    expect(log.join()).not.toMatch(/refused\.example|ada@/);
  });
});

describe("a message of a customer's own domain", () => {
  const { publicKey, privateKey } = generateKeyPairSync("rsa", {
    modulusLength: 2048,
    publicKeyEncoding: { type: "spki", format: "der" },
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
  });
  const sent = async (changes: Partial<OutgoingMessage>) => {
    await smtpEmail.send(email(changes), configOf(), toolsFor().tools);
    const mail = server.received.at(-1);
    if (!mail) throw new Error("Nothing came");
    return mail;
  };
  const published = `v=DKIM1; k=rsa; p=${publicKey.toString("base64")}`;
  const check = (raw: string) =>
    verifyDkim(raw, (name) => (name === "np1._domainkey.northwind.dev" ? published : undefined));
  const dkim = { domain: "northwind.dev", selector: "np1", privateKey };
  const from = { name: "Nörthwind", address: "login@northwind.dev" };

  it("is signed with its key, the headers that matter too", async () => {
    const { raw } = await sent({ from, dkim });
    expect(check(raw)).toMatchObject({ domain: "northwind.dev", selector: "np1", verifies: true });
    expect(check(raw)?.signed).toEqual(expect.arrayContaining(["from", "to", "subject", "date", "message-id"]));
    const end = raw.indexOf("\r\n\r\n");
    const changed = raw.slice(0, end) + raw.slice(end).replace("is your", "is not your");
    expect(check(changed)?.verifies).toBe(false);
    expect(check(raw.replace(/^To: .*$/m, "To: eve@evil.example"))?.verifies).toBe(false);
  });

  it("is not signed where there is no key", async () => {
    expect(check((await sent({ from })).raw)).toBeNull();
  });

  it("bounces to where it is told, and is from whom it is from", async () => {
    const mail = await sent({ from, dkim, returnPath: "bounce@np.northwind.dev" });
    expect(mail.from).toBe("bounce@np.northwind.dev");
    expect(mail.raw).toMatch(/^From: .*<login@northwind\.dev>/m);
  });
});
