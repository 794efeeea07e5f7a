"use server";

import type { EmailStepState } from "@/components/account/email-step";
import { startWithEmail } from "../start-with-email";

export async function signUp(_state: EmailStepState, form: FormData): Promise<EmailStepState> {
  return startWithEmail("sign_up", form);
}
