import { startApp, type TestApp } from "./app";
import { type SmtpTestServer, startSmtpServer } from "./smtp";
import { startTwilio, TWILIO_ACCOUNT, type Twilio, VERIFY_SERVICE } from "./vendors/twilio";

/** The API of an installation whose texts Twilio Verify carries, with Twilio's far end and its mail server. */
export type VerifyApp = { app: TestApp; twilio: Twilio; smtp: SmtpTestServer; close(): Promise<void> };

export async function startVerifyApp(): Promise<VerifyApp> {
  const [twilio, smtp] = await Promise.all([startTwilio(), startSmtpServer()]);
  const app = await startApp({
    env: {
      SMTP_URL: smtp.url,
      EMAIL_FROM: "Ninepin <login@mail.ninepin.dev>",
      TWILIO_ACCOUNT_SID: TWILIO_ACCOUNT.account_sid,
      TWILIO_AUTH_TOKEN: TWILIO_ACCOUNT.auth_token,
      TWILIO_VERIFY_SERVICE_SID: VERIFY_SERVICE,
      TWILIO_BASE_URL: twilio.url,
    },
  });
  const close = async () => {
    await app.close();
    await Promise.all([smtp.close(), twilio.close()]);
  };
  return { app, twilio, smtp, close };
}
