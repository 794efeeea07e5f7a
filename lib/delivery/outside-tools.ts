import type { Egress, EgressFailure } from "@/lib/egress";
import type { ProviderTools, RetryReason } from "./channel";

const REASONS: Readonly<Record<EgressFailure["reason"], RetryReason>> = {
  url: "connection",
  blocked: "connection",
  dns: "connection",
  connection: "connection",
  tls: "tls",
  timeout: "timeout",
  protocol: "provider_error",
  cancelled: "timeout",
};

/** How a provider reaches what a customer entered: every address that a name leads to is checked before it is used. */
export function outsideTools(
  egress: Egress,
  environmentId: string,
  signal: AbortSignal,
): Required<Pick<ProviderTools, "post" | "connect">> {
  return {
    async post({ url, headers, body }) {
      const { reply, failure } = await egress.send({ url, environmentId, headers, body }, signal);
      if (failure) return { failure: REASONS[failure.reason] };
      return { status: reply.status, body: reply.body, headers: reply.headers };
    },
    connect: (host, port) => egress.connect({ host, port, environmentId }, signal),
  };
}
