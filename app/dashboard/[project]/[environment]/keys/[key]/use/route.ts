import { notFound } from "next/navigation";
import { type EnvironmentPath, requireEnvironment } from "@/app/dashboard/scope";
import { isUuid } from "@/lib/core/ids";
import { readApiKey } from "@/lib/keys";
import { answerKeyUse } from "@/lib/session/answer-page";

/** When a key was used last, from where and by what: what an open dialog asks about once a second. */
export async function GET(_request: Request, { params }: { params: Promise<EnvironmentPath & { key: string }> }) {
  const { project, environment, key: keyId } = await params;
  const { deps, scope } = await requireEnvironment(project, environment);
  const key = isUuid(keyId) ? await readApiKey(deps, scope, keyId) : null;
  if (!key) notFound();
  return answerKeyUse({ at: key.lastUsedAt, ip: key.lastUsedIp, agent: key.lastUsedAgent });
}
