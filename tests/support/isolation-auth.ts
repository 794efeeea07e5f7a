import type { Asking } from "./tenants";

/** What of signing in somebody may ask after. */
export type AuthIds = {
  environment: string;
  session: string;
  identifier: string;
  challenge: string;
  tenant: string;
  accessToken: string;
  refreshToken: string;
};

type Row = "no ids" | ((ids: AuthIds) => { path: string; as: Asking; answer: string }[]);

type By = (body?: object) => Asking;

/** The rows of the isolation matrix for signing in: asked with a key, or with a token of somebody else's user. */
export function authRows({
  bySecret,
  byLive,
  byStranger,
  foreignRefresh,
}: {
  bySecret: By;
  byLive: By;
  byStranger: By;
  foreignRefresh: () => string;
}): Readonly<Record<string, Row>> {
  return {
    "POST /api/auth/request-otp": ({ challenge, tenant }) => [
      {
        answer: "404 not_found",
        path: "/api/auth/request-otp",
        as: bySecret({ email: "eve@example.com", tenant_id: tenant }),
      },
      {
        answer: "404 not_found",
        path: "/api/auth/request-otp",
        as: byLive({ email: "eve@example.com", tenant_id: tenant }),
      },
      { answer: "404 not_found", path: "/api/auth/request-otp", as: bySecret({ challenge_id: challenge }) },
      {
        answer: "404 not_found",
        path: "/api/auth/request-otp",
        as: byLive({ challenge_id: challenge }),
      },
    ],
    "POST /api/auth/otp/request": ({ challenge }) => [
      { answer: "404 not_found", path: "/api/auth/otp/request", as: bySecret({ challenge_id: challenge }) },
    ],
    "POST /api/auth/verify-otp": ({ challenge }) => [
      {
        answer: "400 invalid_otp",
        path: "/api/auth/verify-otp",
        as: bySecret({ challenge_id: challenge, otp: "123456789" }),
      },
      {
        answer: "400 invalid_otp",
        path: "/api/auth/verify-otp",
        as: bySecret({ email: "grace@example.com", otp: "123456789" }),
      },
      {
        answer: "400 invalid_otp",
        path: "/api/auth/verify-otp",
        as: byLive({ challenge_id: challenge, otp: "123456789" }),
      },
    ],
    "GET /api/auth/me": ({ accessToken }) => [
      { answer: "401 invalid_token", path: "/api/auth/me", as: { ...bySecret(), token: accessToken } },
    ],
    "PATCH /api/auth/me": ({ accessToken }) => [
      {
        answer: "401 invalid_token",
        path: "/api/auth/me",
        as: { ...bySecret({ name: "Eve" }), token: accessToken },
      },
    ],
    "POST /api/auth/me/identifiers": ({ accessToken }) => [
      {
        answer: "401 invalid_token",
        path: "/api/auth/me/identifiers",
        as: { ...bySecret({ email: "eve@example.net" }), token: accessToken },
      },
    ],
    "POST /api/auth/me/identifiers/verify": ({ challenge }) => [
      {
        answer: "400 invalid_otp",
        path: "/api/auth/me/identifiers/verify",
        as: byStranger({ challenge_id: challenge, otp: "123456789" }),
      },
    ],
    "DELETE /api/auth/me/identifiers/{id}": ({ identifier }) => [
      { answer: "404 not_found", path: `/api/auth/me/identifiers/${identifier}`, as: byStranger() },
    ],
    "POST /api/auth/refresh": ({ session, refreshToken }) => [
      {
        answer: "401 invalid_token",
        path: "/api/auth/refresh",
        as: bySecret({ session_id: session, refresh_token: refreshToken }),
      },
      {
        answer: "401 invalid_token",
        path: "/api/auth/refresh",
        as: byLive({ session_id: session, refresh_token: refreshToken }),
      },
      {
        answer: "401 invalid_token",
        path: "/api/auth/refresh",
        as: { body: { session_id: session, refresh_token: foreignRefresh() } },
      },
    ],
    "POST /api/auth/logout": ({ session, refreshToken, accessToken }) => [
      { answer: "204", path: "/api/auth/logout", as: bySecret({ session_id: session, refresh_token: refreshToken }) },
      {
        answer: "401 invalid_token",
        path: "/api/auth/logout",
        as: { ...bySecret({ all: true }), token: accessToken },
      },
      {
        answer: "204",
        path: "/api/auth/logout",
        as: { body: { session_id: session, refresh_token: foreignRefresh() } },
      },
    ],
    "GET /api/auth/sessions": ({ accessToken }) => [
      { answer: "401 invalid_token", path: "/api/auth/sessions", as: { ...bySecret(), token: accessToken } },
    ],
    "DELETE /api/auth/sessions/{id}": ({ session }) => [
      { answer: "404 not_found", path: `/api/auth/sessions/${session}`, as: byStranger() },
    ],
    "POST /api/auth/introspect": ({ accessToken }) => [
      { answer: "200", path: "/api/auth/introspect", as: bySecret({ token: accessToken }) },
      { answer: "200", path: "/api/auth/introspect", as: byLive({ token: accessToken }) },
    ],
    "GET /api/test/messages": ({ environment }) => [
      { answer: "400 invalid_request", path: `/api/test/messages?environment_id=${environment}`, as: bySecret() },
      { answer: "200", path: "/api/test/messages?to=grace@example.com", as: bySecret() },
    ],
  };
}
