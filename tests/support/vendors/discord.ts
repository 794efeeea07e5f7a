import { startVendor, type Vendor } from "./vendor";

export const DISCORD_PATH = "/api/webhooks/1165837200000000000/9p-token_9p-token";

/** A Discord webhook (discord.com/developers/docs/resources/webhook): Execute Webhook. */
export function startDiscord(): Promise<Vendor> {
  return startVendor(({ method, path, body }) => {
    const { pathname, searchParams } = new URL(path, "http://discord");
    if (method !== "POST" || pathname !== DISCORD_PATH) {
      return { status: 404, body: { message: "Unknown Webhook", code: 10015 } };
    }
    const { content = "" } = JSON.parse(body);
    if (content === "") return { status: 400, body: { message: "Cannot send an empty message", code: 50006 } };
    if (content.length > 2_000) return { status: 400, body: { message: "Invalid Form Body", code: 50035 } };
    if (searchParams.get("wait") !== "true") return { status: 204 };
    return { status: 200, body: { id: "1308888888888888888", channel_id: "1308000000000000000", content } };
  });
}
