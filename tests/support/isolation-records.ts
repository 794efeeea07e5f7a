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
    "GET /api/admin/verifications": ({ environment }) => [
      { answer: "404 not_found", path: `/api/admin/verifications?environment_id=${environment}`, as: bySecret() },
      { answer: "200", path: "/api/admin/verifications?recipient=grace@example.com", as: bySecret() },
    ],
    "GET /api/admin/verifications/{challenge}": ({ environment, challenge }) => [
      { answer: "404 not_found", path: `/api/admin/verifications/${challenge}`, as: bySecret() },
      { answer: "404 not_found", path: `/api/admin/verifications/${challenge}`, as: byLive() },
      {
        answer: "404 not_found",
        path: `/api/admin/verifications/${challenge}?environment_id=${environment}`,
        as: bySecret(),
      },
    ],
    "POST /api/admin/verifications/{challenge}/cancel": ({ challenge }) => [
      { answer: "404 not_found", path: `/api/admin/verifications/${challenge}/cancel`, as: bySecret() },
      { answer: "404 not_found", path: `/api/admin/verifications/${challenge}/cancel`, as: byLive() },
    ],
    "DELETE /api/admin/verifications/{challenge}/suppression": ({ challenge }) => [
      { answer: "404 not_found", path: `/api/admin/verifications/${challenge}/suppression`, as: bySecret() },
      { answer: "404 not_found", path: `/api/admin/verifications/${challenge}/suppression`, as: byLive() },
    ],
    "POST /api/admin/suppressions/lookup": ({ environment }) => [
      {
        answer: "404 not_found",
        path: `/api/admin/suppressions/lookup?environment_id=${environment}`,
        as: bySecret({ email: "grace@example.com" }),
      },
      { answer: "200", path: "/api/admin/suppressions/lookup", as: bySecret({ email: "grace@example.com" }) },
    ],
    "POST /api/admin/suppressions/remove": ({ environment }) => [
      {
        answer: "404 not_found",
        path: `/api/admin/suppressions/remove?environment_id=${environment}`,
        as: bySecret({ email: "grace@example.com" }),
      },
      { answer: "404 not_found", path: "/api/admin/suppressions/remove", as: bySecret({ email: "grace@example.com" }) },
    ],
    // Whose account a callback tells of is in the secret of its address: tests/api/callbacks.test.ts asks with others'.
    "POST /api/hooks/resend/{secret}": "no ids",
    "POST /api/hooks/sendgrid/{secret}": "no ids",
    "POST /api/hooks/ses/{secret}": "no ids",
    "POST /api/hooks/twilio/{secret}": "no ids",
    "POST /api/hooks/twilio-verify/{secret}": "no ids",
    "GET /api/admin/callbacks": "no ids",
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
