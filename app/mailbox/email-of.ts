import { notFound } from "next/navigation";
import { withColorScheme } from "@/components/mailbox/color-scheme";
import { isNinepinError } from "@/lib/core/errors";
import { isUuid } from "@/lib/core/ids";
import { readMailboxMessage } from "@/lib/mailbox";
import type { Deps } from "@/lib/ports";
import { answerEmail } from "@/lib/session/answer-page";

/** Answers a message's HTML as a reader with the colour scheme in the address gets it. */
export async function answerEmailOf(deps: Deps, environmentId: string, id: string, request: Request) {
  const scheme = new URL(request.url).searchParams.get("scheme") === "dark" ? "dark" : "light";
  const html = isUuid(id) ? await readHtml(deps, environmentId, id) : null;
  return html === null ? notFound() : answerEmail(withColorScheme(html, scheme));
}

async function readHtml(deps: Deps, environmentId: string, id: string): Promise<string | null> {
  try {
    return (await readMailboxMessage(deps, environmentId, id)).html;
  } catch (error) {
    if (isNinepinError(error) && error.code === "not_found") return null;
    throw error;
  }
}
