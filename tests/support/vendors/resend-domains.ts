import { RESEND_KEY } from "./resend";
import { type Answer, startVendor, type Vendor } from "./vendor";

type Kept = { id: string; name: string; status: string };

/** Resend's API as far as domains go (resend.com/docs/api-reference/domains), and a taker of emails. */
export type ResendDomains = Vendor & {
  /** The names that it has, in the order in which they came. */
  names(): string[];
  /** It has seen the domain's records. */
  verify(name: string): void;
  /** Somebody made or deleted the domain by hand. */
  make(name: string): void;
  drop(name: string): void;
};

/** Starts it. Every domain there is once, as there. */
export async function startResendDomains(): Promise<ResendDomains> {
  const domains: Kept[] = [];
  let made = 0;
  const make = (name: string): Kept => {
    made += 1;
    const domain = { id: `d91cd9bd-1176-453e-8fc1-35364d38${1000 + made}`, name, status: "not_started" };
    domains.push(domain);
    return domain;
  };
  const drop = (id: string) => {
    const at = domains.findIndex((each) => each.id === id);
    if (at >= 0) domains.splice(at, 1);
  };
  const vendor = await startVendor(({ method, path, headers, body }) => {
    if (headers.authorization !== `Bearer ${RESEND_KEY}`) return refusal(401, "invalid_api_key", "API key is invalid");
    const { pathname } = new URL(path, "http://resend.test");
    const [, collection, id, action] = pathname.split("/");
    if (method === "POST" && collection === "emails") return { status: 200, body: { id: "49a3999c-0ce1-4ea6-ab68-1" } };
    if (collection !== "domains") return refusal(404, "not_found", "Not found");
    if (id === undefined && method === "POST") {
      const { name } = JSON.parse(body);
      if (domains.some((each) => each.name === name)) {
        return refusal(403, "validation_error", `The domain ${name} has been registered already`);
      }
      return { status: 201, body: shown(make(name)) };
    }
    if (id === undefined) return { status: 200, body: { object: "list", has_more: false, data: domains } };
    const domain = domains.find((each) => each.id === id);
    if (!domain) return refusal(404, "not_found", "Domain not found");
    if (method === "GET") return { status: 200, body: { object: "domain", ...shown(domain) } };
    if (method === "DELETE") drop(id);
    if (action === "verify" && domain.status === "not_started") domain.status = "pending";
    return { status: 200, body: { object: "domain", id, ...(method === "DELETE" && { deleted: true }) } };
  });
  return {
    ...vendor,
    names: () => domains.map(({ name }) => name),
    verify(name) {
      for (const domain of domains) if (domain.name === name) domain.status = "verified";
    },
    make: (name) => void make(name),
    drop(name) {
      const domain = domains.find((each) => each.name === name);
      if (domain) drop(domain.id);
    },
  };
}

/** Names are those within the domain that was registered. */
function shown({ id, name, status }: Kept) {
  const labels = name.split(".").slice(0, -2).join(".");
  const within = (label: string) => (labels === "" ? label : `${label}.${labels}`);
  const common = { ttl: "Auto", status };
  const host = "feedback-smtp.us-east-1.amazonses.com";
  return {
    id,
    name,
    status,
    region: "us-east-1",
    created_at: "2026-11-20T12:00:00.000Z",
    records: [
      { record: "SPF", name: within("send"), type: "MX", value: host, priority: 10, ...common },
      { record: "SPF", name: within("send"), type: "TXT", value: "v=spf1 include:amazonses.com ~all", ...common },
      { record: "DKIM", name: within("resend._domainkey"), type: "TXT", value: "p=MIGfMA0GCSqGSIb3DQEB", ...common },
    ],
  };
}

function refusal(statusCode: number, name: string, message: string): Answer {
  return { status: statusCode, body: { statusCode, name, message } };
}
