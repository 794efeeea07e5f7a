import { z } from "zod";

const HOST = /^(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*|\[[0-9a-f:.]+\])$/;
const EXAMPLE = "Must be an origin such as https://app.example.com";

/** What is wrong with a text as an origin; null where it is written exactly as a browser sends it (RFC 6454, 6.2). */
function whatIsWrong(value: string): string | null {
  if (value.includes("*")) return "No wildcards: list each origin";
  if (!URL.canParse(value)) return EXAMPLE;
  const { protocol, hostname, origin, username, password } = new URL(value);
  if (protocol !== "https:" && protocol !== "http:") return EXAMPLE;
  if (username !== "" || password !== "" || !HOST.test(hostname)) return EXAMPLE;
  return origin === value ? null : `Write it as ${origin}`;
}

/** An exact web origin, as a browser sends it: scheme, host, port if not the usual one; no path, no wildcard. */
export const WebOrigin = z
  .string()
  .max(300)
  .superRefine((value, context) => {
    const message = whatIsWrong(value);
    if (message !== null) context.addIssue({ code: "custom", message });
  });

/**
 * Why an origin may not be listed in an environment of that kind; null where it may. In live plain `http:` is for this
 * machine alone: anybody on the way could answer in the name of any other.
 */
export function whyNotListed(origin: string, kind: "test" | "live"): string | null {
  if (kind === "test" || origin.startsWith("https:")) return null;
  const { hostname } = new URL(origin);
  const local = hostname === "localhost" || hostname.endsWith(".localhost") || hostname === "[::1]";
  return local || /^127(\.\d+){3}$/.test(hostname) ? null : "Must begin with https:// in a live environment";
}
