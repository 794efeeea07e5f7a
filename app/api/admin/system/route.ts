import { updateSystemSettings } from "@/lib/configuration";
import { presentSystem, SystemReply, UpdateSystemBody } from "@/lib/configuration/contract";
import { endpoint, route } from "@/lib/http";
import { readSystemSettings } from "@/lib/settings";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route({
  GET: endpoint({
    summary: "Read the operator's settings",
    auth: "operator",
    reply: SystemReply,
    run: async ({ deps }) => presentSystem(await readSystemSettings(deps)),
  }),
  PUT: endpoint({
    summary: "Change the operator's settings, on the version that was read",
    auth: "operator",
    body: UpdateSystemBody,
    reply: SystemReply,
    errors: ["conflict"],
    run: async ({ deps, scope, body }) => presentSystem(await updateSystemSettings(deps, scope, body)),
  }),
});
