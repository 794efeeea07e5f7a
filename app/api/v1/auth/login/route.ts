import { endpoint, route } from "@/lib/http";
import { sendPersonalCode } from "@/lib/personal";
import { LOGIN_ERRORS, LoginBody, LoginReply } from "@/lib/personal/contract";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route({
  POST: endpoint({
    summary: "Personal mode: send a code to the Discord channel",
    auth: "public",
    body: LoginBody,
    reply: LoginReply,
    errors: LOGIN_ERRORS,
    run: async ({ deps, client, body }) => ({ message: await sendPersonalCode(deps, client, body) }),
  }),
});
