import { type Answer, startVendor, type Vendor } from "./vendor";

export const SES_ACCOUNT = { region: "eu-west-1", access_key_id: "AKIAEXAMPLE", secret_access_key: "wJalrXUtnFEMI" };

/** Amazon SES, version 2 (docs.aws.amazon.com/ses/latest/APIReference-V2): SendEmail and GetAccount, signed requests. */
export function startSes(): Promise<Vendor> {
  return startVendor(({ method, path, headers, body }) => {
    const scope = `Credential=${SES_ACCOUNT.access_key_id}/`;
    if (!headers.authorization?.startsWith(`AWS4-HMAC-SHA256 ${scope}`)) {
      return sesRefusal(403, "UnrecognizedClientException", "The security token included in the request is invalid.");
    }
    if (method === "GET" && path === "/v2/email/account") return { status: 200, body: { SendingEnabled: true } };
    if (method !== "POST" || path !== "/v2/email/outbound-emails")
      return sesRefusal(404, "UnknownOperationException", "");
    if (JSON.parse(body).Destination?.ToAddresses?.length !== 1) {
      return sesRefusal(400, "BadRequestException", "Missing destination");
    }
    return { status: 200, body: { MessageId: "0102018f-000000" } };
  });
}

/** An exception as SES answers it. */
export function sesRefusal(status: number, name: string, message: string): Answer {
  return { status, body: { message }, headers: { "x-amzn-errortype": name } };
}
