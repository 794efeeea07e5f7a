import { z } from "zod";
import { apiUrlOf } from "@/lib/core/api-url";
import type { Env } from "@/lib/core/env";
import { ERRORS, type ErrorCode } from "@/lib/core/errors";
import { cookieName } from "@/lib/session/cookie-name";
import type { Auth } from "./authenticate";
import type { Endpoint } from "./endpoint";
import type { Handler } from "./route";

/** A row of the table of routes, which is read from the tree: hono's pattern, and the module behind it. */
export type RouteRow = { path: string; load: () => Promise<Readonly<Record<string, Handler>>> };

type Json = Readonly<Record<string, unknown>>;

const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"] as const;

const SECURITY: { [Kind in Auth]: readonly Json[] } = {
  public: [],
  "api-key": [{ apiKey: [] }, { bearerKey: [] }],
  "secret-key": [{ apiKey: [] }, { bearerKey: [] }],
  operator: [{ operator: [] }],
  "cron-or-operator": [{ cron: [] }, { operator: [] }],
  admin: [{ apiKey: [] }, { bearerKey: [] }, { member: [] }, { operator: [] }],
  "secret-key-or-operator": [{ apiKey: [] }, { bearerKey: [] }, { operator: [] }],
  user: [{ user: [] }],
  "user-optional": [{ user: [] }, {}],
  "key-optional": [{}, { apiKey: [] }],
};

const KEY_ERRORS = ["invalid_api_key", "customer_suspended", "ip_not_allowed", "origin_not_allowed"] as const;

/** The codes of the steps that come before an endpoint's own work, by who may call it. */
const AUTH_ERRORS: { [Kind in Auth]: readonly ErrorCode[] } = {
  public: [],
  "api-key": ["missing_authorization", ...KEY_ERRORS],
  "secret-key": ["missing_authorization", "forbidden", ...KEY_ERRORS],
  operator: ["missing_authorization", "invalid_token", "forbidden"],
  "cron-or-operator": ["missing_authorization", "invalid_token"],
  admin: ["missing_authorization", "invalid_token", "forbidden", "csrf_failed", "not_found", ...KEY_ERRORS],
  "secret-key-or-operator": ["missing_authorization", "forbidden", ...KEY_ERRORS],
  user: ["missing_authorization", "invalid_token", ...KEY_ERRORS],
  "user-optional": ["missing_authorization", "invalid_token", ...KEY_ERRORS],
  "key-optional": [...KEY_ERRORS],
};

const Problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    code: z.string(),
    request_id: z.string(),
    errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  })
  .catchall(z.union([z.string(), z.number(), z.record(z.string(), z.unknown())]))
  .meta({ id: "Problem" });

/** Where an operation is in the tree, and what it declares. */
export type Operation = { path: string; method: string; operationId: string; endpoint: Endpoint };

/** Every declared operation of the table, in its order. The catch-all declares none. */
export async function listOperations(routes: readonly RouteRow[]): Promise<Operation[]> {
  const modules = await Promise.all(routes.map(async (row) => ({ path: row.path, module: await row.load() })));
  return modules.flatMap(({ path, module }) =>
    METHODS.flatMap((method) => {
      const endpoint = module[method]?.endpoint;
      if (!endpoint) return [];
      return [{ path: toTemplate(path), method, operationId: operationIdOf(method, path), endpoint }];
    }),
  );
}

const documents = new WeakMap<readonly RouteRow[], Promise<Json>>();

/** The OpenAPI 3.1 document of the table, made once from the schemas that check the requests. */
export function openApiDocument(routes: readonly RouteRow[], env: Pick<Env, "appUrl" | "apiHosts">): Promise<Json> {
  const made = documents.get(routes) ?? makeDocument(routes, env);
  documents.set(routes, made);
  return made;
}

async function makeDocument(routes: readonly RouteRow[], env: Pick<Env, "appUrl" | "apiHosts">): Promise<Json> {
  const paths: Record<string, Record<string, Json>> = {};
  const schemas: Named = {};
  schemaOf(Problem, "output", schemas);
  for (const operation of await listOperations(routes)) {
    const item = paths[operation.path] ?? {};
    paths[operation.path] = { ...item, [operation.method.toLowerCase()]: describeOperation(operation, schemas) };
  }
  return {
    openapi: "3.1.0",
    info: { title: "Ninepin", version: "1", description: "One-time-passcode and JWT authentication as a service." },
    servers: [{ url: apiUrlOf(env) }],
    paths,
    components: {
      schemas,
      securitySchemes: {
        apiKey: { type: "apiKey", in: "header", name: "X-API-Key" },
        bearerKey: { type: "http", scheme: "bearer", description: "An API key, known by its prefix." },
        user: { type: "http", scheme: "bearer", bearerFormat: "JWT", description: "A user's access token." },
        operator: { type: "http", scheme: "bearer", description: "The operator's key." },
        member: {
          type: "apiKey",
          in: "cookie",
          name: cookieName(env, "member"),
          description:
            "A member's dashboard session, with environment_id in the query. Changes also send the X-CSRF-Token that a GET was answered with.",
        },
        cron: { type: "http", scheme: "bearer", description: "The secret of the scheduler that runs the jobs." },
      },
    },
  };
}

/** `/api/auth/sessions/:id` as OpenAPI writes it. */
function toTemplate(path: string): string {
  return path.replace(/:(\w+)(?:\{[^}]*\})?/g, "{$1}");
}

/** `PATCH /api/auth/me` is `patchAuthMe`. */
function operationIdOf(method: string, path: string): string {
  const words = path.split(/[^A-Za-z0-9]+/).filter((word) => word !== "" && word !== "api");
  return [method.toLowerCase(), ...words.map((word) => word.charAt(0).toUpperCase() + word.slice(1))].join("");
}

/** Schemas that have a name of their own, by it. */
type Named = Record<string, Json>;

const JsonSchema = z.looseObject({ $defs: z.record(z.string(), z.looseObject({})).default({}) });

/**
 * A contract as JSON Schema. What has a name goes into `named`, where every part of the document refers to it. A format
 * says it all: the pattern that zod would add to it is left out.
 */
function schemaOf(schema: z.ZodType, io: "input" | "output", named: Named): Json {
  const made = z.toJSONSchema(schema, {
    io,
    unrepresentable: "any",
    override: ({ jsonSchema }) => {
      if (jsonSchema.format !== undefined) delete jsonSchema.pattern;
    },
  });
  const text = JSON.stringify(made).replaceAll('"#/$defs/', '"#/components/schemas/');
  const { $defs, $schema: _, id: __, ...json } = JsonSchema.parse(JSON.parse(text));
  for (const [name, { id: ___, ...definition }] of Object.entries($defs)) named[name] = definition;
  const name = schema.meta()?.id;
  if (name === undefined) return json;
  named[name] = json;
  return { $ref: `#/components/schemas/${name}` };
}

const IDEMPOTENCY_KEY: Json = {
  name: "Idempotency-Key",
  in: "header",
  required: false,
  description:
    "Done once within 24 hours, however often it is sent. A repetition is answered the same, without secrets, with Idempotency-Replayed: true.",
  schema: { type: "string", minLength: 1, maxLength: 255 },
};

function describeOperation({ operationId, endpoint }: Operation, named: Named): Json {
  return {
    operationId,
    summary: endpoint.summary,
    ...(endpoint.needs && { description: `A key needs the scope \`${endpoint.needs}\`.` }),
    security: SECURITY[endpoint.auth],
    parameters: [
      ...parametersOf(endpoint.params, "path"),
      ...parametersOf(endpoint.query, "query"),
      ...(endpoint.idempotent ? [IDEMPOTENCY_KEY] : []),
    ],
    ...requestBodyOf(endpoint, named),
    responses: { ...repliesOf(endpoint, named), ...problemsOf(endpoint) },
  };
}

function requestBodyOf({ body, anyBody }: Endpoint, named: Named): Json {
  if (!body) return {};
  return { requestBody: { content: anyBody ? { "*/*": { schema: {} } } : json(schemaOf(body, "input", named)) } };
}

function json(schema: Json): Json {
  return { "application/json": { schema } };
}

function parametersOf(schema: z.ZodType | undefined, place: "path" | "query"): Json[] {
  if (!schema) return [];
  const { properties, required } = z
    .looseObject({ properties: z.record(z.string(), z.unknown()), required: z.array(z.string()).default([]) })
    .parse(schemaOf(schema, "input", {}));
  return Object.entries(properties).map(([name, shape]) => ({
    name,
    in: place,
    required: place === "path" || required.includes(name),
    schema: shape,
  }));
}

function repliesOf(endpoint: Endpoint, named: Named): Record<string, Json> {
  if (!endpoint.reply) return { [endpoint.status ?? 204]: { description: "Done" } };
  const texts = (endpoint.texts ?? []).map((type) => [type, { schema: { type: "string" } }]);
  const content = { ...json(schemaOf(endpoint.reply, "output", named)), ...Object.fromEntries(texts) };
  const statuses = [endpoint.status ?? 200, ...(endpoint.otherStatuses ?? [])];
  return Object.fromEntries(statuses.map((status) => [status, { description: endpoint.summary, content }]));
}

/** Every code that the endpoint can answer with, from its steps and its own work. */
export function errorsOf(endpoint: Endpoint): ErrorCode[] {
  const codes: ErrorCode[] = [
    "invalid_request",
    ...AUTH_ERRORS[endpoint.auth],
    ...(endpoint.needs ? (["forbidden"] as const) : []),
    ...(endpoint.params ? (["not_found"] as const) : []),
    ...(endpoint.body ? (["body_too_large"] as const) : []),
    ...(endpoint.body && !endpoint.anyBody ? (["unsupported_media_type"] as const) : []),
    ...(endpoint.idempotent ? (["conflict", "idempotency_in_progress", "idempotency_mismatch"] as const) : []),
    ...(endpoint.errors ?? []),
    "rate_limited",
    "internal",
    "unavailable",
  ];
  return [...new Set(codes)];
}

function problemsOf(endpoint: Endpoint): Record<string, Json> {
  const byStatus = Map.groupBy(errorsOf(endpoint), (code) => ERRORS[code].status);
  const responses = [...byStatus].map(([status, codes]) => {
    const schema = {
      allOf: [{ $ref: "#/components/schemas/Problem" }, { properties: { code: { enum: codes } } }],
    };
    const description = codes.map((code) => `\`${code}\`: ${ERRORS[code].title}`).join(". ");
    return [status, { description, content: { "application/problem+json": { schema } } }] as const;
  });
  return Object.fromEntries(responses);
}
