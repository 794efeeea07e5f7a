import type { Asking } from "./tenants";

type Ids = { environment: string; user: string };
type Row = (ids: Ids) => { path: string; as: Asking; answer: string }[];

type Askers = {
  /** With somebody else's key. */
  bySecret(body?: object): Asking;
  /** With the victim's own key of their other environment. */
  byLive(body?: object): Asking;
};

/** The rows of the isolation matrix for users as their customer sees them. */
export function userRows({ bySecret, byLive }: Askers): Readonly<Record<string, Row>> {
  return {
    "GET /api/admin/users": ({ environment }) => [
      { answer: "404 not_found", path: `/api/admin/users?environment_id=${environment}`, as: bySecret() },
      { answer: "200", path: "/api/admin/users?search=ada@example.com", as: byLive() },
    ],
    "GET /api/admin/users/{user}": ({ environment, user }) => [
      { answer: "404 not_found", path: `/api/admin/users/${user}`, as: bySecret() },
      { answer: "404 not_found", path: `/api/admin/users/${user}`, as: byLive() },
      { answer: "404 not_found", path: `/api/admin/users/${user}?environment_id=${environment}`, as: bySecret() },
    ],
    "PATCH /api/admin/users/{user}": ({ user }) => [
      { answer: "404 not_found", path: `/api/admin/users/${user}`, as: bySecret({ username: "eve" }) },
      { answer: "404 not_found", path: `/api/admin/users/${user}`, as: byLive({ username: "eve" }) },
    ],
  };
}
