import { isIP } from "node:net";
import { z } from "zod";
import { isUuid } from "./ids";

/** An address that customers' URLs may reach although it is not public: for one environment, or for all where null. */
export type EgressAllowance = { environmentId: string | null; address: string; port: number };

function readAllowance(text: string): EgressAllowance | null {
  const equals = text.indexOf("=");
  const environmentId = equals < 0 ? null : text.slice(0, equals).toLowerCase();
  const [, bracketed, plain, port] =
    /^(?:\[([0-9A-Fa-f:.]+)\]|([0-9.]+)):(\d{1,5})$/.exec(text.slice(equals + 1)) ?? [];
  const address = bracketed ?? plain ?? "";
  const fits = isIP(address) === (bracketed === undefined ? 4 : 6) && Number(port) >= 1 && Number(port) <= 65_535;
  if (!fits || (environmentId !== null && !isUuid(environmentId))) return null;
  return { environmentId, address, port: Number(port) };
}

/** `address:port` or `environment=address:port`, separated by commas; an IPv6 address in brackets. */
export const EgressAllow = z.string().transform((text, context): EgressAllowance[] => {
  const entries = text
    .split(",")
    .map((entry) => entry.trim())
    .filter((entry) => entry !== "");
  return entries.map((entry) => {
    const allowance = readAllowance(entry);
    if (allowance) return allowance;
    context.addIssue({ code: "custom", message: "Must be address:port" });
    return z.NEVER;
  });
});

/** Resolvers as `Resolver.setServers` takes them: addresses, with a port where it is not 53, separated by commas. */
export const DnsServers = z.string().transform((text, context): string[] => {
  const servers = text
    .split(",")
    .map((server) => server.trim())
    .filter((server) => server !== "");
  const isServer = (server: string) => {
    const [, bracketed, plain] = /^(?:\[([^\]]+)\]|([^:]+))(?::\d{1,5})?$/.exec(server) ?? [];
    return isIP(server) !== 0 || isIP(bracketed ?? "") === 6 || isIP(plain ?? "") === 4;
  };
  if (!servers.every(isServer)) context.addIssue({ code: "custom", message: "Must be addresses" });
  return servers;
});
