"use server";

import type { EmailStepState } from "@/components/account/email-step";
import { startWithEmail } from "../start-with-email";

export async function signIn(_state: EmailStepState, form: FormData): Promise<EmailStepState> {
  return startWithEmail("sign_in", form);
}
