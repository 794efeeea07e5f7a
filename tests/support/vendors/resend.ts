import { type Answer, type Asked, startVendor, type Vendor } from "./vendor";

export const RESEND_KEY = "re_123456789";

/** Resend's API (resend.com/docs/api-reference): emails, each idempotency key once, and the list of domains. */
export function startResend(): Promise<Vendor> {
  const sent = new Map<string, string>();
  return startVendor((asked) => {
    if (asked.headers.authorization !== `Bearer ${RESEND_KEY}`) {
      return refusal(401, "invalid_api_key", "API key is invalid");
    }
    if (asked.method === "GET" && asked.path === "/domains") return { status: 200, body: { object: "list", data: [] } };
    if (asked.method === "POST" && asked.path === "/emails") return send(asked, sent);
    return refusal(404, "not_found", "Not found");
  });
}

function send({ body, headers }: Asked, sent: Map<string, string>): Answer {
  const mail = JSON.parse(body);
  for (const field of ["from", "to", "subject"]) {
    if (!mail[field]) return refusal(422, "missing_required_field", `Missing \`${field}\` field`);
  }
  const key = headers["idempotency-key"] ?? "";
  const known = sent.get(key);
  if (known !== undefined && known !== body) {
    return refusal(409, "invalid_idempotent_request", "This idempotency key has been used with a different body");
  }
  sent.set(key, body);
  return { status: 200, body: { id: `49a3999c-0ce1-4ea6-ab68-${key.slice(-12)}` } };
}

function refusal(statusCode: number, name: string, message: string): Answer {
  return { status: statusCode, body: { statusCode, name, message } };
}
