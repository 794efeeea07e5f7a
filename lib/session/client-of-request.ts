import { isIP } from "node:net";
import { headers } from "next/headers";
import { uuidv7 } from "@/lib/core/ids";
import { getDeps } from "@/lib/deps";
import type { Client } from "@/lib/ports";

const USER_AGENT_LENGTH = 512;

/** Who is at the other end of a page's or an action's request. Our server stamps exactly one forwarded address. */
export async function clientOfRequest(): Promise<Client> {
  const { clock, random } = await getDeps();
  const sent = await headers();
  const stamped = sent.get("x-forwarded-for");
  return {
    ip: stamped !== null && isIP(stamped) !== 0 ? stamped : null,
    userAgent: sent.get("user-agent")?.slice(0, USER_AGENT_LENGTH) ?? null,
    requestId: `req_${uuidv7(clock, random).replaceAll("-", "")}`,
  };
}
