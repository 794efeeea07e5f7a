import type { Asking } from "./tenants";

type Ids = { environment: string; entry: string; key: string; challenge: string };
type Row = "no ids" | ((ids: Ids) => { path: string; as: Asking; answer: string }[]);

type Askers = {
  /** With somebody else's key. */
  bySecret(body?: object): Asking;
  /** With the victim's own key of their other environment. */
  byLive(body?: object): Asking;
};

/** The rows of the isolation matrix for what is kept of what happened: audit, usage, the request log. */
export function recordRows({ bySecret, byLive }: Askers): Readonly<Record<string, Row>> {
  return {
    "GET /api/admin/audit": ({ environment, entry }) => [
      { answer: "404 not_found", path: `/api/admin/audit?environment_id=${environment}`, as: bySecret() },
      { answer: "404 not_found", path: `/api/admin/audit?environment_id=${environment}&format=csv`, as: bySecret() },
      { answer: "200", path: `/api/admin/audit?target=audit:${entry}`, as: bySecret() },
    ],
    "GET /api/admin/audit/verify": ({ environment }) => [
      { answer: "404 not_found", path: `/api/admin/audit/verify?environment_id=${environment}`, as: bySecret() },
    ],
    "GET /api/admin/audit/{id}": ({ entry }) => [
      { answer: "404 not_found", path: `/api/admin/audit/${entry}`, as: bySecret() },
      { answer: "404 not_found", path: `/api/admin/audit/${entry}`, as: byLive() },
    ],
    "GET /api/admin/usage": ({ environment }) => [
      { answer: "404 not_found", path: `/api/admin/usage?environment_id=${environment}`, as: bySecret() },
    ],
    "GET /api/admin/analytics": ({ environment }) => [
      { answer: "404 not_found", path: `/api/admin/analytics?environment_id=${environment}`, as: bySecret() },
      {
        answer: "404 not_found",
        path: `/api/admin/analytics?format=csv&environment_id=${environment}`,
        as: bySecret(),
      },
    ],
    "GET /api/admin/analytics/realtime": ({ environment }) => [
      { answer: "404 not_found", path: `/api/admin/analytics/realtime?environment_id=${environment}`, as: bySecret() },
    ],
    "GET /api/admin/analytics/errors": ({ environment }) => [
      { answer: "404 not_found", path: `/api/admin/analytics/errors?environment_id=${environment}`, as: bySecret() },
    ],
    // That one is found only where it was asked: tests/api/request-log.test.ts.
    "GET /api/admin/request-log": ({ environment, key }) => [
      { answer: "404 not_found", path: `/api/admin/request-log?environment_id=${environment}`, as: bySecret() },
      { answer: "200", path: `/api/admin/request-log?api_key_id=${key}`, as: bySecret() },
    ],
    "GET /api/admin/request-log/{id}": ({ environment, challenge }) => [
      { answer: "404 not_found", path: `/api/admin/request-log/${challenge}`, as: bySecret() },
      {
        answer: "404 not_found",
        path: `/api/admin/request-log/${challenge}?environment_id=${environment}`,
        as: bySecret(),
      },
    ],
  };
}
