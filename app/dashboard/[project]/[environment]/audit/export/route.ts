import type { NextRequest } from "next/server";
import { type EnvironmentPath, requireEnvironment } from "@/app/dashboard/scope";
import { readAuditFilters } from "@/components/audit/audit-entry";
import { auditFile } from "@/lib/audit";
import { isNinepinError } from "@/lib/core/errors";
import { answerFile, answerNewest, answerTooManyFiles } from "@/lib/session/answer-page";
import { filtersOf } from "../filters-of";

/** What the filters find as a file, whole: CSV, or JSON one entry a line. */
export async function GET(request: NextRequest, { params }: { params: Promise<EnvironmentPath> }) {
  const { project, environment } = await params;
  const { deps, scope } = await requireEnvironment(project, environment);
  const search = Object.fromEntries(request.nextUrl.searchParams);
  const filters = filtersOf(readAuditFilters(search), deps.clock.now());
  const format = search.format === "csv" ? "csv" : "jsonl";
  if (!filters) return answerNewest(null);
  try {
    const file = await auditFile(deps, scope, { format, filters });
    return file ? answerFile(file) : answerNewest(null);
  } catch (error) {
    if (!isNinepinError(error) || error.code !== "rate_limited") throw error;
    return answerTooManyFiles(error.options.retryAfterSeconds ?? 60);
  }
}
