"use server";

import { refresh } from "next/cache";
import { attempt } from "@/app/dashboard/attempt";
import { requireEnvironment } from "@/app/dashboard/scope";
import type { SentTestCode } from "@/components/overview/send-test-code";
import { fail } from "@/lib/core/errors";
import { dismissGoLive } from "@/lib/customers";
import { requestOtp } from "@/lib/otp";
import { RequestOtpBody } from "@/lib/otp/contract";
import { clientOfRequest } from "@/lib/session";

const RECIPIENT = "verified@ninepin.test";

/** Asks for a code in a test environment, as an app with a key would. */
export async function sendTestCode(project: string, environment: string, state: SentTestCode): Promise<SentTestCode> {
  const outcome = await attempt(project, environment, async ({ deps, scope }) => {
    if (scope.environment.kind !== "test") return fail("not_found");
    const asked = RequestOtpBody.parse({ email: RECIPIENT, channel: "email" });
    const { previewCode } = await requestOtp(deps, scope, await clientOfRequest(), asked);
    refresh();
    return { code: previewCode ?? "A code", to: RECIPIENT };
  });
  return { count: (Number.isSafeInteger(state?.count) ? state.count : 0) + 1, outcome };
}

/** Puts the project's go-live list away for the member who asks, or takes it out again. */
export async function putGoLiveAway(project: string, environment: string, away: boolean): Promise<void> {
  const { deps, member, scope } = await requireEnvironment(project, environment);
  await dismissGoLive(deps, member, scope.environment.projectId, away === true);
  refresh();
}
