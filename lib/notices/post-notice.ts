import { composeMessage } from "@/lib/delivery/compose-message";
import { installationEnvironment } from "@/lib/environments";
import type { Deps } from "@/lib/ports";

/**
 * Posts a system notification to the webhook of personal mode, the one that its codes go to. Answers whether there is
 * nothing left to do about it: it was taken, or refused for good.
 */
export async function postNotice(
  deps: Pick<Deps, "caches" | "db" | "delivery" | "env">,
  { id, text }: { id: string; text: string },
): Promise<boolean> {
  const environment = await installationEnvironment(deps);
  const message = composeMessage(deps.env, {
    id,
    environmentId: environment.id,
    channel: "discord",
    purpose: "notice",
    to: environment.brand.name,
    brand: environment.brand,
    subject: null,
    html: null,
    text,
    code: null,
  });
  const { state } = await deps.delivery.deliver(message, deps.delivery.carriersOf(environment, "discord"));
  return state !== "retry";
}
