import { Webhook } from "standardwebhooks";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { codeInMail } from "@/tests/support/mail";
import { Listed, providerRig } from "@/tests/support/providers";
import { type Answered, call, told } from "@/tests/support/tenants";

const rig = providerRig();

async function putOrder(email: string[]): Promise<Answered> {
  const path = "/api/admin/config";
  const key = rig().tenant.live.secret;
  const { version } = (await call(rig().app, "GET", path, { key })).body;
  return call(rig().app, "PUT", path, { key, body: { version, settings: { channels: { providers: { email } } } } });
}

describe("a sender of the customer's own", () => {
  const secret = `whsec_${Buffer.alloc(32, 5).toString("base64")}`;

  it("is posted the code, signed, and nothing else of how", async () => {
    const url = `${rig().hook.url}/codes`;
    const made = await rig().providers("POST", "", { provider: "hook", config: { url, secret } });
    expect(told(made)).toBe("201");
    const body = { email: rig().email(), channel: "hook" };
    const asked = await call(rig().app, "POST", "/api/auth/request-otp", { key: rig().tenant.live.secret, body });
    expect(told(asked)).toBe("200");
    const [received] = rig().hook.received;
    // The installation's clock is ahead here, of which the library knows nothing: it signs the same instead of verifying.
    const {
      "webhook-id": id = "",
      "webhook-timestamp": seconds,
      "webhook-signature": signature,
    } = received?.headers ?? {};
    expect(signature).toBe(new Webhook(secret).sign(id, new Date(Number(seconds) * 1000), received?.body ?? ""));
    const { data } = z
      .object({ data: z.object({ to: z.string(), code: z.string() }) })
      .parse(JSON.parse(received?.body ?? ""));
    expect(data.to).toBe(body.email);
    const guess = { challenge_id: asked.body.challenge_id, otp: data.code };
    expect(
      told(await call(rig().app, "POST", "/api/auth/verify-otp", { key: rig().tenant.live.secret, body: guess })),
    ).toBe("200");
  });

  it.each(["https://169.254.169.254/latest", "http://localhost:1/x", "https://10.0.0.1/x"])(
    "is not %s, at the beginning or after",
    async (url) => {
      const refused = await rig().providers("POST", "", { provider: "hook", config: { url, secret } });
      expect(told(refused)).toBe("400 invalid_request");
      const made = await rig().providers("POST", "", { provider: "hook", config: { url: rig().hook.url, secret } });
      expect(told(await rig().providers("PATCH", `/${made.body.id}`, { config: { url } }))).toBe("400 invalid_request");
    },
  );
});

describe("a code in live", () => {
  it("has no way without a provider, and goes through one's own account once there is one", async () => {
    expect(told(await rig().requestOtp())).toBe("400 channel_unavailable");
    await rig().addAccount(rig().first.url);
    const asked = await rig().requestOtp();
    expect(told(asked)).toBe("200");
    const code = await codeInMail(rig().first.received[0]);
    const body = { challenge_id: asked.body.challenge_id, otp: code };
    expect(told(await call(rig().app, "POST", "/api/auth/verify-otp", { key: rig().tenant.live.secret, body }))).toBe(
      "200",
    );
  });

  it("goes on to the next account where the first fails, and the timeline has both", async () => {
    const [bad, good] = [await rig().addAccount(rig().first.url), await rig().addAccount(rig().second.url)];
    rig().first.behave({ at: "mail", status: 451 });
    expect(told(await rig().requestOtp())).toBe("200");
    expect([rig().first.received.length, rig().second.received.length]).toEqual([0, 1]);
    await rig().app.deps.settle();
    const events = await rig().rows<{ type: string }>(
      "SELECT e.type, e.provider, e.reason FROM message_events e JOIN messages m ON m.id = e.message_id ORDER BY m.sent_at DESC, e.event_key LIMIT 2",
    );
    expect(events).toEqual([
      { type: "tried", provider: "smtp", reason: "temporary" },
      { type: "accepted", provider: "smtp", reason: null },
    ]);
    const { data } = Listed.parse((await rig().providers("GET")).body);
    expect(data).toMatchObject([
      { id: bad, last_error: "temporary", last_accepted_at: null },
      { id: good, last_error: null, last_accepted_at: expect.any(String) },
    ]);
  });

  it("is not handed to another where its recipient was refused, and says nothing of why", async () => {
    await rig().addAccount(rig().first.url);
    await rig().addAccount(rig().second.url);
    rig().first.behave({ at: "rcpt", status: 550 });
    const asked = await rig().requestOtp();
    expect(told(asked)).toBe("500 delivery_failed");
    expect(JSON.stringify(asked.body)).not.toMatch(/smtp|550|refused\.example|127\.0/i);
    expect(rig().second.received).toEqual([]);
  });

  it("goes as the order says, which names only who can carry it", async () => {
    const [one, two] = [await rig().addAccount(rig().first.url), await rig().addAccount(rig().second.url)];
    expect(told(await putOrder([two, one]))).toBe("200");
    expect(Listed.parse((await rig().providers("GET")).body).order.email).toEqual([two, one]);
    expect(told(await rig().requestOtp())).toBe("200");
    expect([rig().first.received.length, rig().second.received.length]).toEqual([0, 1]);
    for (const order of [["resend"], ["019a9f3e-7c1a-7cc2-9d8e-000000000001"], ["Not a name"]]) {
      expect(told(await putOrder(order))).toBe("400 invalid_request");
    }
    const theirs = await rig().addAccount(rig().first.url, rig().tenant.test.secret);
    expect(told(await putOrder([theirs]))).toBe("400 invalid_request");
  });

  it("does not go through an account that was deleted, which leaves the order too", async () => {
    const [one, two] = [await rig().addAccount(rig().first.url), await rig().addAccount(rig().second.url)];
    await putOrder([two, one]);
    expect((await rig().providers("DELETE", `/${two}`)).status).toBe(204);
    expect(told(await rig().providers("DELETE", `/${two}`))).toBe("404 not_found");
    expect(Listed.parse((await rig().providers("GET")).body).order.email).toEqual([one]);
    expect(told(await rig().requestOtp())).toBe("200");
    expect([rig().first.received.length, rig().second.received.length]).toEqual([1, 0]);
  });
});
