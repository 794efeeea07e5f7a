import { type Answer, startVendor, type Vendor } from "./vendor";

export const SENDGRID_KEY = "SG.abc.def";

/** SendGrid's API, version 3 (docs.sendgrid.com/api-reference): mail, and what a key may do. */
export function startSendgrid(): Promise<Vendor> {
  return startVendor(({ method, path, headers, body }) => {
    if (headers.authorization !== `Bearer ${SENDGRID_KEY}`)
      return refusal(401, "The provided authorization grant is invalid");
    if (method === "GET" && path === "/v3/scopes") return { status: 200, body: { scopes: ["mail.send"] } };
    if (method !== "POST" || path !== "/v3/mail/send") return refusal(404, "not found");
    const mail = JSON.parse(body);
    const to = mail.personalizations?.[0]?.to?.[0]?.email;
    if (typeof to !== "string")
      return refusal(400, "Does not contain a valid address.", "personalizations.0.to.0.email");
    return { status: 202, headers: { "x-message-id": "14c5d75ce93.dfd.64b469" } };
  });
}

function refusal(status: number, message: string, field: string | null = null): Answer {
  return { status, body: { errors: [{ message, field, help: null }] } };
}
