import { endpoint, route } from "@/lib/http";
import { receiveEcho } from "@/lib/webhooks";
import { EchoBody, EchoTokenParams } from "@/lib/webhooks/echo-contract";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route({
  POST: endpoint({
    summary: "Keep a request for whoever made this echo receiver",
    auth: "public",
    limit: "hooks.echo",
    params: EchoTokenParams,
    body: EchoBody,
    anyBody: true,
    run: async ({ deps, params, body }) => receiveEcho(deps, params.token, body),
  }),
});
