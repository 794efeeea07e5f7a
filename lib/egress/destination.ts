import { isIP } from "node:net";
import type { EgressAllowance } from "@/lib/core/egress-allow";
import { isPublicAddress, sameAddress } from "./address";
import { EgressError } from "./refusal";

/** What decides where a URL of an environment may lead. */
export type EgressRules = {
  allow: readonly EgressAllowance[];
  /** Our own origin, where the echo receivers are. */
  appUrl: string;
};

/** A URL that may be tried, once every address of its host has passed `refuseAddress`. */
export type Destination = {
  url: URL;
  host: string;
  port: number;
  /** Our own echo receiver, which may be anywhere that we are. */
  echo: boolean;
  environmentId: string;
};

const MAX_LENGTH = 2_048;
const HTTPS_ONLY = "Use https://: the body tells of your users";
const PORT_ONLY = "Only port 443 can be reached";
const ECHO_PATH = /^\/api\/hooks\/echo\/[A-Za-z0-9_-]{22,64}$/;

/**
 * Reads a customer's URL. Refused: what is no plain https URL (http only where EGRESS_ALLOW lists its address, or at
 * our own echo receiver), a port that is neither 443 nor in EGRESS_ALLOW, credentials, a fragment, names of this
 * machine, addresses that are not public, and text that a parser would tidy up silently.
 */
export function readDestination(text: string, environmentId: string, rules: EgressRules): Destination {
  const url = parse(text);
  const echo = url.origin === rules.appUrl && ECHO_PATH.test(url.pathname) && url.search === "";
  const host = url.hostname.replace(/^\[|\]$/g, "");
  const port = Number(url.port) || (url.protocol === "https:" ? 443 : 80);
  const destination: Destination = { url, host, port, echo, environmentId };
  if (echo) return destination;
  if (isLocalName(host)) throw blocked();
  if (isIP(host) !== 0) refuseAddress(host, destination, rules);
  else refuseNamed(destination, rules);
  return destination;
}

/** What is known of a name before it is looked up: its answer says nothing of what listens where. */
function refuseNamed({ url, port, environmentId }: Destination, { allow }: EgressRules): void {
  if (url.protocol !== "https:") throw refused(HTTPS_ONLY);
  const listed = allow.some((each) => each.port === port && isFor(each, environmentId));
  if (port !== 443 && !listed) throw refused(PORT_ONLY);
}

/** A host that a customer entered for what is not HTTP, once every address of it has passed `refuseHostAddress`. */
export type HostDestination = { host: string; port: number; environmentId: string };

const HOST = /^(?=.{1,253}$)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*$/i;

/** Where mail is handed in. Not 25: that is from server to server, and how spam is sent. */
const MAIL_PORTS = [465, 587, 2525];

/** Refuses a host that is no plain name or address, names this machine, or listens where mail is not handed in. */
export function refuseHost({ host, port, environmentId }: HostDestination, { allow }: EgressRules): void {
  if (isIP(host) === 0 && !HOST.test(host)) throw refused("Must be a host such as smtp.example.com");
  if (isLocalName(host)) throw blocked();
  const listed = allow.some((each) => each.port === port && isFor(each, environmentId));
  if (!MAIL_PORTS.includes(port) && !listed) throw refused(`Only ports ${MAIL_PORTS.join(", ")} can be reached`);
}

/** Refuses to connect to an address that is not public, unless EGRESS_ALLOW lists it with the port for the environment. */
export function refuseHostAddress(
  address: string,
  { port, environmentId }: HostDestination,
  { allow }: EgressRules,
): void {
  const listed = allow.some(
    (each) => each.port === port && sameAddress(each.address, address) && isFor(each, environmentId),
  );
  if (listed) return;
  if (!isPublicAddress(address)) throw blocked();
  if (!MAIL_PORTS.includes(port)) throw refused(`Only ports ${MAIL_PORTS.join(", ")} can be reached`);
}

function isFor(allowance: EgressAllowance, environmentId: string): boolean {
  return allowance.environmentId === null || allowance.environmentId === environmentId;
}

function parse(text: string): URL {
  if (text.length > MAX_LENGTH) throw refused(`At most ${MAX_LENGTH} characters`);
  // Tabs and line breaks vanish when a URL is parsed, backslashes turn into slashes: what is shown is what is called.
  if (/[\s\p{Cc}\\]/u.test(text) || !URL.canParse(text))
    throw refused("Must be a URL such as https://api.example.com/hooks");
  const url = new URL(text);
  if (url.protocol !== "https:" && url.protocol !== "http:") throw refused("Must begin with https://");
  if (!/^https?:\/\/[^/]/i.test(text)) throw refused("Must begin with https:// and a host");
  if (hasCredentials(text)) throw refused("Must not hold a user name or password");
  if (url.hash !== "" || text.includes("#")) throw refused("Must not have a fragment");
  if (url.hostname === "" || url.hostname.endsWith(".")) throw refused("The host must not end with a dot");
  return url;
}

/** Also empty ones, which a parser drops: `https://@host/`. */
function hasCredentials(text: string): boolean {
  return /^https?:\/\/[^/?#]*@/i.test(text);
}

function isLocalName(host: string): boolean {
  return /(^|\.)(localhost|localdomain)$/.test(host);
}

/**
 * Refuses to connect to an address that is not public, or at another port than 443, unless EGRESS_ALLOW lists it for the
 * environment or the destination is our own.
 */
export function refuseAddress(address: string, destination: Destination, { allow }: EgressRules): void {
  const { url, port, echo, environmentId } = destination;
  if (echo) return;
  const listed = allow.some(
    (each) => each.port === port && sameAddress(each.address, address) && isFor(each, environmentId),
  );
  if (listed) return;
  if (!isPublicAddress(address)) throw blocked();
  if (url.protocol !== "https:") throw refused(HTTPS_ONLY);
  if (port !== 443) throw refused(PORT_ONLY);
}

function refused(message: string): EgressError {
  return new EgressError("address", "url", message);
}

// Nothing of the address: an answer that named it would map a network that nobody should see.
function blocked(): EgressError {
  return new EgressError("address", "blocked", "Private address blocked: webhooks reach public addresses only");
}
