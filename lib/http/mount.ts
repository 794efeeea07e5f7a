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

/** Answers one request, and never fails. */
type Fetch = (request: Request) => Response | Promise<Response>;

/** The API's route modules behind one router. They are the ones that Next serves, loaded once. */
export async function routeApi(routes: readonly MountedRoute[], appUrl: string): Promise<{ fetch: Fetch }> {
  const app = new Hono({ getPath });
  const exact = new Map<string, Fetch>();
  for (const { path, rest, load } of routes) {
    const methods = new Map<string, Handle>(Object.entries(await load()));
    const undeclared = methods.get("OPTIONS");
    const pattern = path.replace(/:(\w+)(?:\{.*\})?/g, "{$1}");
    const answer = (request: Request, params: Record<string, string | string[]>) => {
      // A method that HTTP does not know (or that Next does not) is answered like one that nobody declared.
      const handle = methods.get(request.method) ?? undeclared;
      return handle ? handle(request, { params, pattern }) : refuse(new NinepinError("not_found"), appUrl);
    };
    app.all(path, (context) => {
      const params: Record<string, string | string[]> = context.req.param();
      const tail = rest === null ? undefined : params[rest];
      if (rest !== null && typeof tail === "string") params[rest] = tail.split("/");
      return answer(context.req.raw, params);
    });
    if (!path.includes(":")) {
      exact.set(path, async (request) => {
        try {
          return await answer(request, {});
        } catch (error) {
          return refuse(toNinepinError(error), appUrl);
        }
      });
    }
  }
  app.notFound(() => refuse(new NinepinError("not_found"), appUrl));
  app.onError((error) => refuse(toNinepinError(error), appUrl));
  return {
    // Most addresses have no parameter: they are found by one look, many times faster than by matching patterns.
    fetch: (request) => exact.get(getPath(request))?.(request) ?? app.fetch(request),
  };
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
