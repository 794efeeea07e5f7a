import { z } from "zod";
import type { RetryReason } from "../channel";
import type { Failure } from "./failure";

const Thrown = z.object({
  code: z.string().catch("UNKNOWN"),
  responseCode: z.number().catch(0),
  command: z.string().catch(""),
  response: z.string().catch(""),
});

type Broken = z.infer<typeof Thrown>;

/** What broke off an exchange over SMTP, as nodemailer tells it. */
export function smtpFailure(error: unknown): Failure {
  const broken = Thrown.parse(error);
  const { code, responseCode, response } = broken;
  return { reason: finalReason(broken) ?? faultOf(broken), code: responseCode || code, words: response };
}

/** RFC 5321, 4.2.1: 5yz is final, 4yz is not. A refusal of us, rather than of the message, is for the next provider. */
function finalReason({ code, responseCode, command }: Broken): "recipient_refused" | "message_refused" | null {
  if (responseCode < 500 || responseCode === 503) return null;
  if (code === "EENVELOPE" && command !== "MAIL FROM") return "recipient_refused";
  return code === "EMESSAGE" ? "message_refused" : null;
}

const FAULTS: Readonly<Record<string, RetryReason>> = {
  EABORT: "timeout",
  ETIMEDOUT: "timeout",
  ECONNECTION: "connection",
  ESOCKET: "connection",
  EDNS: "connection",
  ETLS: "tls",
  EREQUIRETLS: "tls",
  EAUTH: "authentication",
  ENOAUTH: "authentication",
};

function faultOf({ code, responseCode, command }: Broken): RetryReason {
  const fault = FAULTS[code];
  if (fault) return fault;
  if (responseCode >= 400 && responseCode < 500) return "temporary";
  return code === "EENVELOPE" && command === "MAIL FROM" ? "sender_refused" : "provider_error";
}
