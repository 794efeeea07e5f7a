import { type Answer, type Asked, formOf, startVendor, type Vendor } from "./vendor";

export const TWILIO_ACCOUNT = {
  account_sid: `AC${"0".repeat(32)}`,
  auth_token: "f2f2f2f2f2f2f2f2f2f2f2f2f2f2f2f2",
};
export const VERIFY_SERVICE = `VA${"1".repeat(32)}`;

/** Twilio's own code for a verification of it, to a number. */
export const VERIFY_CODE = "736251";

export type Twilio = Vendor & {
  /** How Verify answers the checks of a code from now on; `null`: as its contract says. */
  check(answer: Answer | null): void;
};

type Verification = { sid: string; checks: number; status: "pending" | "approved" };

/** Twilio's API (twilio.com/docs): messages, calls, accounts, and Verify version 2 with its count of five checks. */
export async function startTwilio(): Promise<Twilio> {
  const verifications = new Map<string, Verification>();
  let checked: Answer | null = null;
  const { account_sid, auth_token } = TWILIO_ACCOUNT;
  const credentials = `Basic ${Buffer.from(`${account_sid}:${auth_token}`).toString("base64")}`;
  const account = `/2010-04-01/Accounts/${account_sid}`;
  const service = `/v2/Services/${VERIFY_SERVICE}`;

  function start({ To }: Record<string, string>): Answer {
    if (!To?.startsWith("+")) return twilioRefusal(400, 60200, "Invalid parameter `To`");
    const sid = `VE${To.replace(/\D/g, "").padStart(32, "0")}`;
    const known = verifications.get(sid);
    verifications.set(sid, known?.status === "pending" ? known : { sid, checks: 0, status: "pending" });
    return { status: 201, body: { sid, to: To, channel: "sms", status: "pending", valid: false } };
  }

  function check({ VerificationSid = "", Code = "" }: Record<string, string>): Answer {
    if (checked) return checked;
    const verification = verifications.get(VerificationSid);
    if (verification?.status !== "pending") {
      return twilioRefusal(404, 20404, `The requested resource ${service}/VerificationCheck was not found`);
    }
    if (!/^\w{4,10}$/.test(Code)) return twilioRefusal(400, 60200, "Invalid parameter `Code`");
    if (verification.checks >= 5) return twilioRefusal(429, 60202, "Max check attempts reached");
    verification.checks += 1;
    if (Code === VERIFY_CODE) verification.status = "approved";
    const { sid, status } = verification;
    return { status: 201, body: { sid, status, valid: status === "approved" } };
  }

  function accept(asked: Asked): Answer {
    if (asked.headers.authorization !== credentials) return twilioRefusal(401, 20003, "Authenticate");
    const form = formOf(asked);
    switch (`${asked.method} ${asked.path}`) {
      case `POST ${account}/Messages.json`:
        if (!form.To) return twilioRefusal(400, 21604, "A 'To' phone number is required.");
        if (!form.From && !form.MessagingServiceSid)
          return twilioRefusal(400, 21603, "A 'From' phone number is required.");
        return { status: 201, body: { sid: `SM${"a".repeat(32)}`, status: "queued", to: form.To, error_code: null } };
      case `POST ${account}/Calls.json`:
        if (!form.Twiml && !form.Url) return twilioRefusal(400, 21205, "Url is not a valid URL");
        return { status: 201, body: { sid: `CA${"b".repeat(32)}`, status: "queued", to: form.To } };
      case `GET ${account}.json`:
        return { status: 200, body: { sid: account_sid, status: "active" } };
      case `GET ${service}`:
        return { status: 200, body: { sid: VERIFY_SERVICE, friendly_name: "Northwind" } };
      case `POST ${service}/Verifications`:
        return start(form);
      case `POST ${service}/VerificationCheck`:
        return check(form);
      default:
        return twilioRefusal(404, 20404, `The requested resource ${asked.path} was not found`);
    }
  }

  const vendor = await startVendor(accept);
  return {
    ...vendor,
    check(answer) {
      checked = answer;
    },
  };
}

/** An error as Twilio answers it. */
export function twilioRefusal(status: number, code: number, message: string): Answer {
  return { status, body: { code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status } };
}
