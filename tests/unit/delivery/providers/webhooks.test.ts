import { Webhook } from "standardwebhooks";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { discordWebhook } from "@/lib/delivery/providers/discord-webhook";
import { ownHook } from "@/lib/delivery/providers/own-hook";
import { DISCORD_PATH, startDiscord } from "../../../support/vendors/discord";
import {
  CODE,
  customerToolsFor,
  ENVIRONMENT_ID,
  MESSAGE_ID,
  text,
  toolsFor,
} from "../../../support/vendors/provider-rig";
import { startVendor, type Vendor } from "../../../support/vendors/vendor";

const portOf = (vendor: Vendor) => Number(new URL(vendor.url).port);

describe("Discord", () => {
  let discord: Vendor;
  beforeAll(async () => {
    discord = await startDiscord();
  });
  beforeEach(() => discord.behave("accept"));
  afterAll(() => discord.close());
  const configOf = (path = DISCORD_PATH) => discordWebhook.configSchema.parse({ url: discord.url + path });
  const message = text({ channel: "discord", text: "@everyone: 482913 is the code" });

  it("is posted the text, mentions nobody, and says as which message", async () => {
    expect(await discordWebhook.send(message, configOf(), toolsFor().tools)).toEqual({
      state: "accepted",
      providerMessageId: "1308888888888888888",
    });
    const asked = discord.asked.at(-1);
    expect(asked).toMatchObject({ method: "POST", path: `${DISCORD_PATH}?wait=true` });
    expect(JSON.parse(asked?.body ?? "")).toEqual({
      content: "@everyone: 482913 is the code",
      allowed_mentions: { parse: [] },
      flags: 4,
    });
  });

  it.each([
    [204, undefined],
    [200, "ok"],
    [200, {}],
  ])("takes %i %j for a yes: a relay in its place knows no message ids", async (status, body) => {
    discord.behave({ status, ...(body !== undefined && { body }) });
    expect(await discordWebhook.send(message, configOf(), toolsFor().tools)).toEqual({
      state: "accepted",
      providerMessageId: MESSAGE_ID,
    });
  });

  it("goes to a customer's URL only where it leads to the outside, or is let", async () => {
    const allowed = customerToolsFor([portOf(discord)]).tools;
    expect((await discordWebhook.send(message, configOf(), allowed)).state).toBe("accepted");
    const before = discord.connections();
    const outcome = await discordWebhook.send(message, configOf(), customerToolsFor([]).tools);
    expect(outcome).toMatchObject({ state: "retry", reason: "connection" });
    expect(discord.connections()).toBe(before);
  });

  it("may be a relay that says nothing, but no page of somebody who knows nothing of it", async () => {
    discord.behave({ status: 204 });
    expect(await discordWebhook.send(message, configOf(), toolsFor().tools)).toEqual({
      state: "accepted",
      providerMessageId: MESSAGE_ID,
    });
    discord.behave("garbage");
    expect((await discordWebhook.send(message, configOf(), toolsFor().tools)).state).toBe("retry");
  });

  it("cuts a text that is too long for it", async () => {
    const long = text({ channel: "discord", text: "🎳".repeat(999) + "9".repeat(2_000) });
    const outcome = await discordWebhook.send(long, configOf(), toolsFor().tools);
    expect(outcome.state).toBe("accepted");
  });

  it.each([
    [404, { code: 10015, message: "Unknown Webhook" }, { state: "retry", reason: "authentication" }],
    [401, { code: 50027, message: "Invalid Webhook Token" }, { state: "retry", reason: "authentication" }],
    [400, { code: 50035, message: "Invalid Form Body" }, { state: "rejected", reason: "message_refused" }],
    [
      429,
      { message: "You are being rate limited.", retry_after: 1.4 },
      { state: "retry", reason: "temporary", retryAfterSeconds: 2 },
    ],
    [500, "oops", { state: "retry", reason: "provider_error" }],
  ])("%i %j: %j", async (status, body, outcome) => {
    discord.behave({ status, body });
    expect(await discordWebhook.send(message, configOf(), toolsFor().tools)).toMatchObject(outcome);
  });

  it("is checked without posting anything", async () => {
    const before = discord.asked.length;
    expect(await discordWebhook.check(configOf(), toolsFor().tools)).toEqual({ ok: true });
    expect(discord.asked.slice(before).map(({ body }) => body)).toEqual(["{}"]);
    const other = configOf("/api/webhooks/1/x");
    expect(await discordWebhook.check(other, toolsFor().tools)).toMatchObject({ ok: false, reason: "authentication" });
  });
});

describe("the customer's own sender", () => {
  let receiver: Vendor;
  const secret = `whsec_${Buffer.alloc(32, 9).toString("base64")}`;
  beforeAll(async () => {
    receiver = await startVendor(() => ({ status: 204 }));
  });
  beforeEach(() => receiver.behave("accept"));
  afterAll(() => receiver.close());
  const configOf = () => ownHook.configSchema.parse({ url: `${receiver.url}/codes`, secret });
  const rig = () => customerToolsFor([portOf(receiver)]).tools;
  const message = text({ channel: "hook", locale: "de" });

  it("is posted the message and its code, signed by Standard Webhooks", async () => {
    // Whoever checks a signature checks the time too, with its own clock.
    const tools = { ...rig(), clock: { ...rig().clock, now: () => new Date() } };
    expect(await ownHook.send(message, configOf(), tools)).toEqual({
      state: "accepted",
      providerMessageId: MESSAGE_ID,
    });
    const asked = receiver.asked.at(-1);
    expect(asked?.path).toBe("/codes");
    expect(asked?.headers["webhook-id"]).toBe(MESSAGE_ID);
    const verified = new Webhook(secret).verify(asked?.body ?? "", asked?.headers ?? {});
    expect(verified).toMatchObject({ type: "message.send" });
    expect(verified).toHaveProperty("data", {
      message_id: MESSAGE_ID,
      environment_id: ENVIRONMENT_ID,
      channel: "hook",
      to: "+14155550123",
      locale: "de",
      subject: null,
      text: message.text,
      html: null,
      code: CODE,
    });
    expect(() => new Webhook(secret).verify(`${asked?.body} `, asked?.headers ?? {})).toThrow();
  });

  it("is never reached but by the way that checks where it leads", async () => {
    const before = receiver.connections();
    for (const { tools } of [toolsFor(), customerToolsFor([])]) {
      expect(await ownHook.send(message, configOf(), tools)).toMatchObject({ state: "retry", reason: "connection" });
    }
    expect(receiver.connections()).toBe(before);
  });

  it.each([
    [200, { state: "accepted" }],
    [400, { state: "rejected", reason: "message_refused", detail: "Your server answered 400" }],
    [422, { state: "rejected", reason: "message_refused" }],
    [403, { state: "retry", reason: "authentication" }],
    [404, { state: "retry", reason: "provider_error" }],
    [302, { state: "retry", reason: "provider_error" }],
  ])("%i: %j", async (status, outcome) => {
    receiver.behave({ status });
    expect(await ownHook.send(message, configOf(), rig())).toMatchObject(outcome);
  });

  it("is cut off where it hangs", async () => {
    receiver.behave("hang");
    const { tools } = customerToolsFor([portOf(receiver)], { signal: AbortSignal.timeout(250) });
    expect(await ownHook.send(message, configOf(), tools)).toMatchObject({ state: "retry", reason: "timeout" });
  });

  it("is checked by a signed ping without a code", async () => {
    expect(await ownHook.check(configOf(), rig())).toEqual({ ok: true });
    expect(JSON.parse(receiver.asked.at(-1)?.body ?? "")).toMatchObject({ type: "ping", data: {} });
    receiver.behave({ status: 500 });
    expect(await ownHook.check(configOf(), rig())).toMatchObject({ ok: false, reason: "provider_error" });
  });

  it.each(["whsec_", "whsec_c2hvcnQ=", "secret", `whsec_${"!".repeat(44)}`])("is not signed with %s", (wrong) => {
    expect(ownHook.configSchema.safeParse({ url: receiver.url, secret: wrong }).success).toBe(false);
  });
});
