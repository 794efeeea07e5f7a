import PostalMime from "postal-mime";
import type { ReceivedMail, SmtpTestServer } from "./smtp";
import { type Api, call, readSignedUp, type Tenant } from "./tenants";

/** A mail as its reader sees it. */
export function readMail(mail: ReceivedMail | undefined) {
  if (!mail) throw new Error("No mail has come");
  return PostalMime.parse(mail.raw);
}

/** The code of nine digits in a mail. */
export async function codeInMail(mail: ReceivedMail | undefined): Promise<string> {
  const { text } = await readMail(mail);
  const code = /(?<!\d)\d{9}(?!\d)/.exec(text ?? "")?.[0];
  if (!code) throw new Error(`No code in:\n${text}`);
  return code;
}

/** Signs a company up whose code comes by mail. */
export async function signUpByMail(api: Api, smtp: SmtpTestServer, email: string): Promise<Tenant> {
  await call(api, "POST", "/api/signup", { body: { email, company: "Acme" } });
  const otp = await codeInMail(smtp.received.at(-1));
  return readSignedUp(await call(api, "POST", "/api/signup/verify", { body: { email, otp } }));
}
