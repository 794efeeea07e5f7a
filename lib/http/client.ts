import { isIP } from "node:net";
import { storable } from "@/lib/core/storable";
import type { Client } from "@/lib/ports";

const USER_AGENT_LENGTH = 512;

/**
 * Who is at the other end. The address is the one that our server (or the platform) stamped into `x-forwarded-for`,
 * exactly one; a list is what a client wrote, and is not believed.
 */
export function readClient(headers: Headers, requestId: string): Client {
  const stamped = headers.get("x-forwarded-for");
  const userAgent = headers.get("user-agent");
  return {
    ip: stamped !== null && isIP(stamped) !== 0 ? stamped : null,
    userAgent: userAgent === null ? null : storable(userAgent.slice(0, USER_AGENT_LENGTH)),
    requestId,
  };
}
