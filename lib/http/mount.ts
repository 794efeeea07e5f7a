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

/** The API's route modules behind one router. They are the ones that Next serves, loaded once. */
export async function routeApi(routes: readonly MountedRoute[], appUrl: string): Promise<Hono> {
  const app = new Hono({ getPath });
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
  app.notFound(() => refuse(new NinepinError("not_found"), appUrl));
  app.onError((error) => refuse(toNinepinError(error), appUrl));
  return app;
}

/**
 * The API as a listener for a plain Node server. Next's own router costs 0.4 ms of CPU for each request, many times what
 * the handlers need.
 */
export async function mountApi(routes: readonly MountedRoute[], appUrl: string): Promise<Listener> {
  const app = await routeApi(routes, appUrl);
  // What cannot be made a Request: a Host that is none, a target that is no path.
  const malformed = (cause: unknown) => refuse(new NinepinError("invalid_request", { cause }), appUrl);
  return getRequestListener(app.fetch, { errorHandler: malformed });
}

/** The path as it was sent. Like Next, it takes an escaped letter for another address than the letter's own. */
function getPath({ url }: Request): string {
  const start = url.indexOf("/", url.indexOf("://") + 3);
  const end = url.indexOf("?", start);
  return url.slice(start, end === -1 ? undefined : end);
}

function refuse(error: NinepinError, appUrl: string): Response {
  return problem(error, { appUrl, requestId: newRequestId() });
}
