"use server";

import { formOf } from "@/app/dashboard/arguments";
import type { TestedView } from "@/components/providers/provider-view";
import type { Outcome } from "@/components/ui/outcome";
import { testInstalled } from "@/lib/providers";
import { TestAccountBody } from "@/lib/providers/contract";
import { requireOperator } from "../../access";
import { refusalOf, text } from "../form";

/** Sends a test message through one of the installation's providers, and tells what it said. */
export async function sendTest(provider: string, form: FormData): Promise<Outcome<TestedView>> {
  const { deps, asking } = await requireOperator();
  try {
    const to = text(formOf(form), "to");
    const input = TestAccountBody.parse(to === "" ? {} : { to });
    const { accepted, message, detail, durationMs } = await testInstalled(deps, asking, provider, input);
    return { ok: true, value: { accepted, message, detail, durationMs } };
  } catch (error) {
    const { message, fields } = refusalOf(error);
    return { ok: false, message, fields };
  }
}
