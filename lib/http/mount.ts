import type { IncomingMessage, ServerResponse } from "node:http";
import { getRequestListener } from "@hono/node-server";
import { Hono } from "hono";
import { NinepinError } from "@/lib/core/errors";
import type { RouteContext } from "./pattern";
import { problem, toNinepinError } from "./problem";
import { newRequestId } from "./request-id";

type Handle = (request: Request, context: RouteContext) => Promise<Response>;

/** A row of the table that scripts/routes.mjs writes. `rest` names the parameter that takes the rest of the path. */
export type MountedRoute = {
  path: string;
  rest: string | null;
  load(): Promise<Readonly<Record<"GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE" | "OPTIONS", Handle>>>;
};

/** Answers one request of a Node server. */
export type Listener = (incoming: IncomingMessage, outgoing: ServerResponse) => Promise<void>;

/** Whether a request is for the API: the rest is Next's. */
export function isApiPath(url: string): boolean {
  return /^\/api(?:[/?]|$)|^\/e\/[^/?]+\/\.well-known\//.test(url);
}

/**
 * The API's route modules as a listener for a plain Node server. Next's own router costs 0.4 ms of CPU for each request,
 * many times what the handlers need. The modules are the ones that Next serves, loaded once, before the first request.
 */
export async function mountApi(routes: readonly MountedRoute[], appUrl: string): Promise<Listener> {
  const app = new Hono();
  for (const { path, rest, load } of routes) {
    const methods = new Map<string, Handle>(Object.entries(await load()));
    const undeclared = methods.get("OPTIONS");
    const pattern = path.replace(/:(\w+)(?:\{.*\})?/g, "{$1}");
    app.all(path, (context) => {
      const request = context.req.raw;
      // A method that HTTP does not know (or that Next does not) is answered like one that nobody declared.
      const handle = methods.get(request.method) ?? undeclared;
      const params: Record<string, string | string[]> = context.req.param();
      const tail = rest === null ? undefined : params[rest];
      if (rest !== null && typeof tail === "string") params[rest] = tail.split("/");
      return handle ? handle(request, { params, pattern }) : context.notFound();
    });
  }
  const answer = (error: NinepinError) => problem(error, { appUrl, requestId: newRequestId() });
  app.notFound(() => answer(new NinepinError("not_found")));
  app.onError((error) => answer(toNinepinError(error)));
  // What cannot be made a Request: a Host that is none, a target that is no path.
  const malformed = (cause: unknown) => answer(new NinepinError("invalid_request", { cause }));
  return getRequestListener(app.fetch, { errorHandler: malformed });
}
