import type { LookUp } from "./look-up";

/** The zone that a name's records are entered in, and whose DNS it is, where we know that company. */
export type Zone = { name: string; host: DnsHost | null };

/** Who runs the DNS, and what to know there. */
export type DnsHost = { name: string; advice: string };

const RELATIVE = "Enter the names as they are shown: the zone is added by itself.";
const HOSTS: readonly (readonly [RegExp, DnsHost])[] = [
  [
    /\.ns\.cloudflare\.com$/,
    { name: "Cloudflare", advice: "DNS, Records, Add record. Set the proxy status of every CNAME to DNS only." },
  ],
  [
    /\.awsdns-\d+\./,
    {
      name: "Amazon Route 53",
      advice: "Put quotation marks around TXT values, and cut one longer than 255 characters into two quoted parts.",
    },
  ],
  [/\.vercel-dns\.com$/, { name: "Vercel", advice: RELATIVE }],
  [/\.domaincontrol\.com$/, { name: "GoDaddy", advice: RELATIVE }],
  [/\.registrar-servers\.com$/, { name: "Namecheap", advice: `Advanced DNS, Host records. ${RELATIVE}` }],
  [/\.googledomains\.com$|^ns-cloud-/, { name: "Google Cloud DNS", advice: "Enter full names with a dot at the end." }],
  [/\.digitalocean\.com$/, { name: "DigitalOcean", advice: `${RELATIVE} End the value of a CNAME with a dot.` }],
  [/\.azure-dns\./, { name: "Azure DNS", advice: RELATIVE }],
  [/\.hetzner\.(com|de)$|your-server\.de$|first-ns\.de$/, { name: "Hetzner", advice: RELATIVE }],
  [/\.ovh\.(net|ca)$|\.anycast\.me$/, { name: "OVH", advice: `${RELATIVE} End the value of a CNAME with a dot.` }],
  [/\.gandi\.net$/, { name: "Gandi", advice: `${RELATIVE} End the value of a CNAME with a dot.` }],
  [/\.nsone\.net$/, { name: "NS1 or Netlify", advice: RELATIVE }],
  [/\.ui-dns\./, { name: "IONOS", advice: RELATIVE }],
  [/\.porkbun\.com$/, { name: "Porkbun", advice: RELATIVE }],
  [/\.dnsimple\./, { name: "DNSimple", advice: RELATIVE }],
  [/\.squarespacedns\.com$/, { name: "Squarespace", advice: RELATIVE }],
  [/\.inwx\./, { name: "INWX", advice: RELATIVE }],
  [/\.wixdns\.net$/, { name: "Wix", advice: RELATIVE }],
];

/** The zone of a name: the nearest name at or above it that has name servers, the registered domain at the furthest. */
export async function findZone(lookUp: LookUp, name: string, registrable: string): Promise<Zone> {
  for (let candidate = name; candidate.length > registrable.length; candidate = candidate.replace(/^[^.]+\./, "")) {
    const servers = await nameServers(lookUp, candidate);
    if (servers.length > 0) return { name: candidate, host: hostOf(servers) };
  }
  return { name: registrable, host: hostOf(await nameServers(lookUp, registrable)) };
}

/** The name servers of exactly that name, as any resolver sees them; none where nobody can tell. */
export async function nameServers(lookUp: LookUp, name: string): Promise<readonly string[]> {
  const said = await lookUp("NS", name);
  return said.flatMap((each) => (each === "unknown" ? [] : each.values));
}

function hostOf(servers: readonly string[]): DnsHost | null {
  return HOSTS.find(([pattern]) => servers.some((server) => pattern.test(server)))?.[1] ?? null;
}

/** A record's name as it is entered in its zone: `@` for the zone itself. */
export function relativeName(name: string, zone: string): string {
  if (name === zone) return "@";
  return name.endsWith(`.${zone}`) ? name.slice(0, -zone.length - 1) : name;
}
