import type { Asking } from "./tenants";

type Ids = { customer: string; environment: string; key: string };
type Row = "no ids" | ((ids: Ids) => { path: string; as: Asking; answer: string }[]);

const CONFIG = "/api/admin/config";
const keysOf = (customer: string) => `/api/admin/customers/${customer}/api-keys`;

type Askers = {
  /** With somebody else's key. */
  bySecret(body?: object): Asking;
  /** With the victim's own key of their other environment. */
  byLive(body?: object): Asking;
};

/** The rows of the isolation matrix for API keys and settings. */
export function configurationRows({ bySecret, byLive }: Askers): Readonly<Record<string, Row>> {
  const nothing = (path: string, as: Asking) => ({ answer: "404 not_found", path, as });
  const there =
    (path: string, body?: object): Row =>
    ({ environment }) => [nothing(`${path}?environment_id=${environment}`, bySecret(body))];
  const toKeys =
    (body?: object): Row =>
    ({ customer, environment }) => [
      nothing(keysOf(customer), bySecret(body)),
      nothing(`${keysOf("me")}?environment_id=${environment}`, bySecret(body)),
    ];
  const toKey =
    (action = "", body?: object): Row =>
    ({ customer, key }) => [
      nothing(`${keysOf("me")}/${key}${action}`, bySecret(body)),
      nothing(`${keysOf(customer)}/${key}${action}`, bySecret(body)),
      nothing(`${keysOf("me")}/${key}${action}`, byLive(body)),
    ];
  return {
    "GET /api/key-patterns": "no ids",
    "GET /api/admin/customers/{customer}/api-keys": toKeys(),
    "POST /api/admin/customers/{customer}/api-keys": toKeys({ name: "mine now", type: "secret" }),
    "PATCH /api/admin/customers/{customer}/api-keys/{key}": toKey("", { name: "mine now", allowed_ips: [] }),
    "DELETE /api/admin/customers/{customer}/api-keys/{key}": toKey(),
    "POST /api/admin/customers/{customer}/api-keys/{key}/rotate": toKey("/rotate", { overlap_seconds: 0 }),
    "GET /api/admin/config": there(CONFIG),
    "PUT /api/admin/config": there(CONFIG, { version: 0, settings: { codes: { attempts: 3 } } }),
    "GET /api/admin/config/email": there(`${CONFIG}/email`),
    "PUT /api/admin/config/email": there(`${CONFIG}/email`, { name: "Mine now" }),
    "POST /api/admin/config/copy": ({ environment }) => [
      nothing(`${CONFIG}/copy?environment_id=${environment}`, bySecret({})),
      nothing(`${CONFIG}/copy`, bySecret({ from_environment_id: environment })),
    ],
    "GET /api/admin/config/versions": there(`${CONFIG}/versions`),
    "GET /api/admin/config/versions/{version}": there(`${CONFIG}/versions/1`),
    "POST /api/admin/config/versions/{version}/restore": there(`${CONFIG}/versions/1/restore`, {}),
    "GET /api/admin/system": "no ids",
    "PUT /api/admin/system": "no ids",
    "GET /api/admin/system/providers": "no ids",
    "POST /api/admin/system/providers/{provider}/test": "no ids",
    "GET /api/admin/signing-keys": there("/api/admin/signing-keys"),
    "POST /api/admin/signing-keys": there("/api/admin/signing-keys", {}),
  };
}
