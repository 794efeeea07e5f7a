import { type Answer, type Asked, formOf, startVendor, type Vendor } from "./vendor";

export const TWILIO_ACCOUNT = {
  account_sid: `AC${"0".repeat(32)}`,
  auth_token: "f2f2f2f2f2f2f2f2f2f2f2f2f2f2f2f2",
};
export const VERIFY_SERVICE = `VA${"1".repeat(32)}`;

/** Twilio's own code for the first verification of a number. Each further one has another. */
export const VERIFY_CODE = "736251";

export type Twilio = Vendor & {
  /** How Verify answers the checks of a code from now on; `null`: as its contract says. */
  check(answer: Answer | null): void;
  /** How it answers who cancels a verification; `null`: as its contract says. */
  cancel(answer: Answer | null): void;
  /** Every text that Verify has sent. */
  sent: { to: string; sid: string; code: string }[];
};

type Verification = {
  sid: string;
  code: string;
  sends: number;
  checks: number;
  status: "pending" | "approved" | "canceled";
};

/** How often a verification can be sent, and how often checked. */
const MOST = 5;

/**
 * Twilio's API (twilio.com/docs): messages, calls, accounts, and Verify version 2: one verification of a number waits at a
 * time, with its counts of five sends and five checks.
 */
export async function startTwilio(): Promise<Twilio> {
  const verifications = new Map<string, Verification>();
  const ofNumber = new Map<string, Verification[]>();
  const sent: Twilio["sent"] = [];
  let checked: Answer | null = null;
  let canceled: Answer | null = null;
  const { account_sid, auth_token } = TWILIO_ACCOUNT;
  const credentials = `Basic ${Buffer.from(`${account_sid}:${auth_token}`).toString("base64")}`;
  const account = `/2010-04-01/Accounts/${account_sid}`;
  const service = `/v2/Services/${VERIFY_SERVICE}`;

  function start({ To }: Record<string, string>): Answer {
    if (!To?.startsWith("+")) return twilioRefusal(400, 60200, "Invalid parameter `To`");
    const made = ofNumber.get(To) ?? [];
    const known = made.find(({ status }) => status === "pending");
    if (known && known.checks >= MOST) return twilioRefusal(429, 60202, "Max check attempts reached");
    if (known && known.sends >= MOST) return twilioRefusal(429, 60203, "Max send attempts reached");
    const verification = known ?? fresh(To, made);
    verification.sends += 1;
    const { sid, code, sends, status } = verification;
    sent.push({ to: To, sid, code });
    const attempts = Array.from({ length: sends }, (_, at) => ({ channel: "sms", attempt_sid: `VL${at}` }));
    return { status: 201, body: { sid, to: To, channel: "sms", status, valid: false, send_code_attempts: attempts } };
  }

  function fresh(to: string, made: readonly Verification[]): Verification {
    const sid = `VE${made.length}${to.replace(/\D/g, "").padStart(31, "0")}`;
    const code = `${Number(VERIFY_CODE) + made.length}`;
    const verification: Verification = { sid, code, sends: 0, checks: 0, status: "pending" };
    verifications.set(sid, verification);
    ofNumber.set(to, [...made, verification]);
    return verification;
  }

  function update(sid: string, { Status }: Record<string, string>): Answer {
    if (canceled) return canceled;
    const verification = verifications.get(sid);
    if (verification?.status !== "pending") return twilioRefusal(404, 20404, `The resource ${sid} was not found`);
    if (Status !== "canceled") return twilioRefusal(400, 60200, "Invalid parameter `Status`");
    verification.status = "canceled";
    return { status: 200, body: { sid, status: "canceled", valid: false } };
  }

  function check({ VerificationSid = "", Code = "" }: Record<string, string>): Answer {
    if (checked) return checked;
    const verification = verifications.get(VerificationSid);
    if (verification?.status !== "pending") {
      return twilioRefusal(404, 20404, `The requested resource ${service}/VerificationCheck was not found`);
    }
    if (!/^\w{4,10}$/.test(Code)) return twilioRefusal(400, 60200, "Invalid parameter `Code`");
    if (verification.checks >= MOST) return twilioRefusal(429, 60202, "Max check attempts reached");
    verification.checks += 1;
    if (Code === verification.code) verification.status = "approved";
    const { sid, status } = verification;
    return { status: 201, body: { sid, status, valid: status === "approved" } };
  }

  function accept(asked: Asked): Answer {
    if (asked.headers.authorization !== credentials) return twilioRefusal(401, 20003, "Authenticate");
    const form = formOf(asked);
    const named = asked.path.startsWith(`${service}/Verifications/`) && asked.method === "POST";
    if (named) return update(asked.path.split("/").at(-1) ?? "", form);
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
    sent,
    check(answer) {
      checked = answer;
    },
    cancel(answer) {
      canceled = answer;
    },
  };
}

/** An error as Twilio answers it. */
export function twilioRefusal(status: number, code: number, message: string): Answer {
  return { status, body: { code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status } };
}
