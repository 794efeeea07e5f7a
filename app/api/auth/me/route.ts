import { endpoint, route } from "@/lib/http";
import { readMe } from "@/lib/sessions";
import { updateMe } from "@/lib/users";
import { MeReply, presentMe, UpdateMeBody } from "@/lib/users/contract";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route({
  GET: endpoint({
    summary: "Read the signed-in user",
    auth: "user",
    reply: MeReply,
    run: async ({ scope }) => presentMe(readMe(scope)),
  }),
  PATCH: endpoint({
    summary: "Change the signed-in user",
    auth: "user",
    body: UpdateMeBody,
    reply: MeReply,
    run: async ({ deps, scope, body }) => presentMe(await updateMe(deps, scope, body)),
  }),
});
