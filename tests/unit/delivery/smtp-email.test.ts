import PostalMime from "postal-mime";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { testClock } from "@/lib/core/clock";
import { createLogger } from "@/lib/core/logger";
import { createDelivery } from "@/lib/delivery/deliver";
import { smtpEmail } from "@/lib/delivery/providers/smtp-email";
import {
  brand,
  type DeliveryRig,
  deliver,
  deliveryEnv,
  deliveryTools,
  draft,
  ENVIRONMENT_ID,
  MESSAGE_ID,
  outgoing,
  rigsOfEachTest,
  startRig,
  stopRig,
} from "../../support/delivery-rig";
import type { SmtpTestServer } from "../../support/smtp";

const rig = rigsOfEachTest();

describe("a message over SMTP", () => {
  let parsed: Awaited<ReturnType<typeof PostalMime.parse>>;
  let used: DeliveryRig;
  let rawHeaders: string;

  beforeAll(async () => {
    used = await startRig();
    expect(await deliver(used.delivery, await outgoing())).toMatchObject({
      state: "accepted",
      providerMessageId: `<${MESSAGE_ID}@mail.ninepin.dev>`,
      provider: "smtp",
    });
    const raw = used.server.received[0]?.raw ?? "";
    rawHeaders = raw.slice(0, raw.indexOf("\r\n\r\n")).replace(/\r\n[ \t]+/g, " ");
    parsed = await PostalMime.parse(raw);
  });

  afterAll(() => stopRig(used));

  const header = (name: string) => parsed.headers.filter(({ key }) => key === name).map(({ value }) => value);

  it("goes to the one address and comes from the installation's", () => {
    expect(used.server.received).toMatchObject([{ from: "login@mail.ninepin.dev", to: ["ada@x.dev"] }]);
    expect(used.server.recipientCommands).toEqual(["RCPT TO:<ada@x.dev>"]);
  });

  it("shows the project as the sender and its support as where to answer", () => {
    expect(parsed.from).toEqual({ name: "Northwind", address: "login@mail.ninepin.dev" });
    expect(parsed.to).toEqual([{ name: "", address: "ada@x.dev" }]);
    expect(parsed.replyTo).toEqual([{ name: "Northwind", address: "help@northwind.dev" }]);
    expect(parsed.subject).toBe("482913507 is your Northwind code");
  });

  it("carries both parts unchanged", async () => {
    const { html, text } = await draft();
    expect(parsed.html?.trim()).toBe(html);
    expect(parsed.text?.trim()).toBe(text.trim());
    expect(parsed.attachments).toEqual([]);
  });

  it("has the headers of an automatic message, each once", () => {
    expect(header("auto-submitted")).toEqual(["auto-generated"]);
    expect(header("x-auto-response-suppress")).toEqual(["All"]);
    expect(header("feedback-id")).toEqual([`sign_in:${ENVIRONMENT_ID}:otp:ninepin`]);
    expect(header("message-id")).toEqual([`<${MESSAGE_ID}@mail.ninepin.dev>`]);
    expect(header("date")).toHaveLength(1);
  });

  it("binds the code to the project's origin in OTP-Token", () => {
    expect(header("otp-token")).toEqual([`"482913507"; origin="https://northwind.dev"`]);
    expect(rawHeaders).toContain(`OTP-Token: "482913507"; origin="https://northwind.dev"`);
  });

  it("is not tracked, is no list, and does not say what made it", () => {
    expect(rawHeaders).not.toMatch(/^(list-|x-mailer|precedence|x-campaign)/im);
  });
});

describe("a message over SMTP, again", () => {
  it("is the same message when it is sent again after a crash", async () => {
    const { server, delivery } = await rig();
    await deliver(delivery, await outgoing());
    await deliver(delivery, await outgoing());
    const ids = await Promise.all(server.received.map(async ({ raw }) => (await PostalMime.parse(raw)).messageId));
    expect(ids).toEqual([`<${MESSAGE_ID}@mail.ninepin.dev>`, `<${MESSAGE_ID}@mail.ninepin.dev>`]);
  });

  it("signs in with what the URL says, percent-decoded", async () => {
    const credentials = { user: "ninepin@x.dev", pass: "p/w:%" };
    const url = `smtp://ninepin%40x.dev:p%2Fw%3A%25@127.0.0.1`;
    const { server, delivery } = await rig({ credentials }, ({ port }) => `${url}:${port}`);
    expect((await deliver(delivery, await outgoing())).state).toBe("accepted");
    expect(server.received).toHaveLength(1);
  });
});

describe("addresses", () => {
  it.each([
    "ada@x.dev",
    "Ada.Lovelace+tag@mail.x.dev",
    "o'brien@x.dev",
    "a!#$%&*/=?^_`{|}~-b@x.dev",
    "x@xn--jgeva-dua.ee",
    `${"a".repeat(64)}@x.dev`,
  ])("%s is the recipient byte for byte", async (to) => {
    const { server, delivery } = await rig();
    expect((await deliver(delivery, await outgoing({ to }))).state).toBe("accepted");
    expect(server.recipientCommands).toEqual([`RCPT TO:<${to}>`]);
  });

  it.each([
    `"a@evil.example"@x.dev`,
    `"a b"@x.dev`,
    "a@evil.example@x.dev",
    "a＠evil.example",
    "a@x。dev",
    "a@[127.0.0.1]",
    "a,b@x.dev",
    "a@x.dev,b@y.dev",
    "a@x.dev>",
    "Ada <a@x.dev>",
    "a@x.dev\r\nRCPT TO:<b@y.dev>",
    "a(comment)@x.dev",
    "a@X.dev",
    "ä@x.dev",
    ".a@x.dev",
    "a..b@x.dev",
    "a@-x.dev",
    "a@x..dev",
    `${"a".repeat(65)}@x.dev`,
    "",
    "@",
  ])("%s is refused and nothing is sent", async (to) => {
    const { server, delivery } = await rig();
    expect(await deliver(delivery, await outgoing({ to }))).toMatchObject({
      state: "rejected",
      reason: "address_not_sendable",
      permanent: true,
    });
    expect(server.recipientCommands).toEqual([]);
  });

  it("keeps what a hostile name says out of the headers", async () => {
    const name = `Eve" <eve@evil.example>,\r\nBcc: eve@evil.example\r\n\r\nbody \u202e`;
    const { server, delivery } = await rig();
    await deliver(delivery, await outgoing({ brand: { ...brand, name }, subject: `a\r\nBcc: eve@evil.example` }));
    expect(server.recipientCommands).toEqual(["RCPT TO:<ada@x.dev>"]);
    const mail = await PostalMime.parse(server.received[0]?.raw ?? "");
    expect(mail.from?.address).toBe("login@mail.ninepin.dev");
    expect(mail.headers.map(({ key }) => key)).not.toContain("bcc");
    expect(mail.text).toContain("482913507 is your Northwind code.");
  });
});

describe("TLS", () => {
  const elsewhere = (server: SmtpTestServer) => ({
    host: "127.0.0.1",
    port: server.port,
    secure: false,
    loopback: false,
    credentials: null,
  });
  const tools = () => ({
    clock: testClock(),
    timeoutMs: 5_000,
    signal: AbortSignal.timeout(8_000),
    log: createLogger("silent"),
  });

  it("is required of a server that is not this machine", async () => {
    const { server } = await rig();
    const config = elsewhere(server);
    expect(await smtpEmail.send(await outgoing(), config, tools())).toMatchObject({ state: "retry", reason: "tls" });
    expect(server.recipientCommands).toEqual([]);
    smtpEmail.close?.(config);
  });

  it("is refused where the certificate cannot be verified", async () => {
    const { server } = await rig({ starttls: true });
    const config = elsewhere(server);
    expect((await smtpEmail.send(await outgoing(), config, tools())).state).toBe("retry");
    expect(server.recipientCommands).toEqual([]);
    smtpEmail.close?.(config);
  });

  it("is not asked of this machine, even where it is offered with a certificate of nobody's", async () => {
    const { delivery } = await rig({ starttls: true });
    expect((await deliver(delivery, await outgoing())).state).toBe("accepted");
  });
});

describe("the configuration", () => {
  it.each([
    ["smtp://mail.x.dev", { port: 587, secure: false, loopback: false, credentials: null }],
    ["smtps://mail.x.dev", { port: 465, secure: true }],
    ["smtp://u%40x.dev:p%3A%2F@mail.x.dev:2525", { port: 2525, credentials: { user: "u@x.dev", pass: "p:/" } }],
    ["smtp://localhost:1025", { host: "localhost", loopback: true }],
    ["smtp://[::1]:1025", { host: "::1", loopback: true }],
    ["smtp://127.0.0.1.evil.example", { loopback: false }],
    ["smtp://mail.x.dev?tls.rejectUnauthorized=false&ignoreTLS=true", { host: "mail.x.dev", secure: false }],
  ])("%s", (url, expected) => {
    expect(smtpEmail.configSchema.parse({ url })).toMatchObject(expected);
  });

  it.each(["http://mail.x.dev", "smtp://", "smtp://u:%E0%A4%A@mail.x.dev", "mail.x.dev"])(
    "%s stops the start",
    (smtpUrl) => {
      expect(() => createDelivery(deliveryEnv(smtpUrl), deliveryTools())).toThrow(/SMTP is not usable/);
    },
  );
});

describe("check", () => {
  it("says whether the server can be reached, and sends nothing", async () => {
    const { server, delivery } = await rig();
    expect(await delivery.check()).toEqual([{ provider: "smtp", channels: ["email"], ok: true }]);
    expect(server.recipientCommands).toEqual([]);
    await server.close();
    expect(await delivery.check()).toEqual([
      { provider: "smtp", channels: ["email"], ok: false, reason: "connection" },
    ]);
  });
});
