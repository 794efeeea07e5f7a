import type { NextRequest } from "next/server";
import { type EnvironmentPath, requireEnvironment } from "@/app/dashboard/scope";
import { answerNewest } from "@/lib/session/answer-page";
import { countNewRequests } from "@/lib/usage";

/** The first moment whose year has five digits. */
const END_OF_TIME = Date.UTC(10_000, 0);

/** How many requests have come since a moment: what an open log asks about every few seconds. */
export async function GET(request: NextRequest, { params }: { params: Promise<EnvironmentPath> }) {
  const { project, environment } = await params;
  const { deps, scope } = await requireEnvironment(project, environment);
  const since = new Date(Number(request.nextUrl.searchParams.get("since")));
  const isMoment = since.getTime() >= 0 && since.getTime() < END_OF_TIME;
  return answerNewest(isMoment ? String(await countNewRequests(deps, scope, since)) : null);
}
