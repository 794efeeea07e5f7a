import { z } from "zod";
import { environmentField, Moment, pageFields, pageOf, Timestamp, timestamp, Uuid } from "@/lib/core/wire";
import type { LoggedRequest, LoggedRequestWithBodies } from "./request-log";

/** Which requests. */
export const RequestLogQuery = z
  .strictObject({
    ...pageFields,
    environment_id: environmentField,
    status: z.enum(["2xx", "3xx", "4xx", "5xx"]).optional(),
    path: z.string().min(1).max(200).optional().meta({ description: "A part of `POST /api/auth/request-otp`." }),
    code: z
      .string()
      .regex(/^[a-z_]{1,60}$/, "Must be the code of an error")
      .optional(),
    api_key_id: Uuid.optional(),
    request_id: z
      .string()
      .regex(/^[\w-]{1,64}$/, "Must be a request id")
      .optional(),
    from: Moment.optional(),
    to: Moment.optional(),
  })
  .transform((query) => ({
    ...pageOf(query),
    environmentId: query.environment_id ?? null,
    statusClass: query.status === undefined ? null : Number(query.status.charAt(0)),
    path: query.path ?? null,
    error: query.code ?? null,
    actor: query.api_key_id === undefined ? null : `key:${query.api_key_id}`,
    requestId: query.request_id ?? null,
    from: query.from ?? null,
    to: query.to ?? null,
  }));

export type RequestLogInput = Omit<z.output<typeof RequestLogQuery>, "environmentId">;

/** A path that names one request by the id its answer had. */
export const RequestLogParams = z.object({ id: z.string().regex(/^[\w-]{1,64}$/) });

const LoggedRequestReply = z
  .object({
    id: z.string(),
    at: Timestamp,
    method: z.string(),
    path: z.string(),
    status: z.int(),
    duration_ms: z.int(),
    code: z.string().nullable(),
    actor: z.string().meta({ description: "The API key, `key:<id>`, or the kind of who else asked." }),
    ip: z.string().nullable(),
    user_agent: z.string().nullable(),
  })
  .meta({ id: "LoggedRequest" });

/** Requests, newest first. */
export const RequestLogReply = z.object({
  data: z.array(LoggedRequestReply),
  next_cursor: z.string().nullable(),
  retention_days: z.int(),
});

/** One request with its bodies: what is not known to be harmless was hidden when it was written. */
export const LoggedRequestDetailReply = LoggedRequestReply.extend({
  request: z.unknown(),
  response: z.unknown(),
}).meta({ id: "LoggedRequestDetail" });

function present(row: LoggedRequest): z.input<typeof LoggedRequestReply> {
  const { id, at, method, path, status, durationMs, error, actor, ip, userAgent } = row;
  const time = { at: timestamp(at), duration_ms: durationMs };
  return { id, ...time, method, path, status, code: error, actor, ip, user_agent: userAgent };
}

/** A page of requests on the wire. */
export function presentRequestLog(page: {
  data: readonly LoggedRequest[];
  nextCursor: string | null;
  retentionDays: number;
}): z.input<typeof RequestLogReply> {
  return { data: page.data.map(present), next_cursor: page.nextCursor, retention_days: page.retentionDays };
}

/** One request on the wire. */
export function presentLoggedRequest(row: LoggedRequestWithBodies): z.input<typeof LoggedRequestDetailReply> {
  return { ...present(row), request: row.request, response: row.response };
}
