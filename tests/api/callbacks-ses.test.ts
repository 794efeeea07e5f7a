import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { callbackUrl } from "@/lib/delivery/callback-url";
import { listCallbacks, receiveCallback } from "@/lib/messages";
import { type Callback, fromSns, SNS_TOPIC_ARN, sesEvent } from "@/tests/support/callbacks";
import { type CallbackRig, type Sent, startCallbackRig } from "@/tests/support/callbacks-rig";
import { call, type Tenant, told } from "@/tests/support/tenants";

const OWN_TOPIC = "arn:aws:sns:eu-west-1:210987654321:mine";
const FOREIGN_TOPIC = "arn:aws:sns:eu-west-1:999999999999:codes";

let rig: CallbackRig;
let tenant: Tenant;
beforeAll(async () => {
  rig = await startCallbackRig();
  tenant = await rig.signUp("owner@northwind.dev");
});
afterAll(() => rig.close());

/** A complaint about that message, as SNS signs it for whoever owns the topic. */
const complaint = (sent: Sent, TopicArn: string) =>
  fromSns({ Message: sesEvent(sent, "Complaint"), TopicArn }, { endpoint: rig.vendor.url, at: rig.app.clock.now() });

/** Somebody asks that what their topic says comes here. */
const subscription = (TopicArn: string) =>
  fromSns(
    {
      Type: "SubscriptionConfirmation",
      Message: "You have chosen…",
      Token: "t0",
      SubscribeURL: `${rig.vendor.url}/?Action=ConfirmSubscription&Token=t0`,
      TopicArn,
    },
    { endpoint: rig.vendor.url, at: rig.app.clock.now() },
  );

const post = async (path: string, { headers, text }: Callback) =>
  told(await call(rig.app, "POST", path, { headers, raw: text }));

const confirmed = () => rig.vendor.received.filter(({ path }) => path.includes("ConfirmSubscription")).length;

async function deliveryOf({ challengeId }: Sent): Promise<string> {
  const key = tenant.live.secret;
  const answered = await call(rig.app, "GET", `/api/admin/verifications/${challengeId}`, { key });
  return z.object({ delivery: z.string() }).parse(answered.body).delivery;
}

describe("what SES tells of the installation's messages", () => {
  it("comes from the one topic that is named, and from none where none is", async () => {
    const { app } = rig;
    const sent = await rig.send(tenant.live, "ada@example.com");
    const url = callbackUrl(app.deps, "ses", "installation");
    const path = new URL(url).pathname;
    expect(await post(path, complaint(sent, FOREIGN_TOPIC))).toBe("403 forbidden");
    expect(await post(path, subscription(FOREIGN_TOPIC))).toBe("403 forbidden");
    expect(confirmed()).toBe(0);
    expect(await post(path, subscription(SNS_TOPIC_ARN))).toBe("204");
    expect(confirmed()).toBe(1);

    const { ses } = app.deps.env.providers;
    if (ses === null) throw new Error("The rig has no SES");
    const providers = { ...app.deps.env.providers, ses: { ...ses, topicArn: null } };
    const unpinned = { ...app.deps, env: { ...app.deps.env, providers } };
    const called = { secret: url.split("/").at(-1) ?? "", named: null, body: complaint(sent, SNS_TOPIC_ARN) };
    await expect(receiveCallback(unpinned, "ses", called)).rejects.toMatchObject({ code: "not_found" });
    expect(app.log.join("\n")).toContain("SES_SNS_TOPIC_ARN is not set");
    expect(listCallbacks(unpinned).find(({ vendor }) => vendor === "ses")).toMatchObject({ checked: false });
    expect(await deliveryOf(sent)).toBe("accepted");
  });
});

describe("what SES tells a customer's own account", () => {
  it("comes from the topic that the account names, and from none where it names none", async () => {
    const { app } = rig;
    const key = tenant.live.secret;
    const sent = await rig.send(tenant.live, "bea@example.com");
    const config = { region: "eu-west-1", access_key_id: "A", secret_access_key: "s", from: "login@northwind.dev" };
    const made = await call(app, "POST", "/api/admin/providers", { key, body: { provider: "ses", config } });
    expect(told(made)).toBe("201");
    const path = new URL(String(made.body.callback_url)).pathname;
    const change = async (topic: string) => {
      const body = { config: { topic_arn: topic } };
      return told(await call(app, "PATCH", `/api/admin/providers/${made.body.id}`, { key, body }));
    };
    expect(await post(path, complaint(sent, OWN_TOPIC))).toBe("404 not_found");
    expect(app.log.join("\n")).toContain("the account names no SNS topic");
    expect(await change("codes")).toBe("400 invalid_request");
    expect(await change(OWN_TOPIC)).toBe("200");
    expect(await post(path, complaint(sent, SNS_TOPIC_ARN))).toBe("403 forbidden");
    expect(await deliveryOf(sent)).toBe("accepted");
    expect(await post(path, complaint(sent, OWN_TOPIC))).toBe("204");
    expect(await deliveryOf(sent)).toBe("complained");
  });
});
