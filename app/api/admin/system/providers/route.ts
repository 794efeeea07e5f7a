import { endpoint, route } from "@/lib/http";
import { listInstalled } from "@/lib/providers";
import { InstalledReply, presentInstalled } from "@/lib/providers/contract";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route({
  GET: endpoint({
    summary: "List the installation's own providers, in the order in which they are asked",
    auth: "operator",
    reply: InstalledReply,
    run: async ({ deps }) => presentInstalled(listInstalled(deps)),
  }),
});
