import type { Asking } from "./tenants";

type Row = "no ids" | ((ids: { environment: string }) => { path: string; as: Asking; answer: string }[]);

/** The rows of the isolation matrix for templates: their paths name no environment, so only the query can. */
export function templateRows(bySecret: (body?: object) => Asking): Readonly<Record<string, Row>> {
  const there =
    (path: string, body?: object): Row =>
    ({ environment }) => [
      {
        answer: "404 not_found",
        path: `/api/admin/templates${path}?environment_id=${environment}`,
        as: bySecret(body),
      },
    ];
  const place = { channel: "sms", purpose: "sign_in", locale: "en" };
  const content = { text: "{{code}}" };
  const one = "/sms/sign_in/en";
  return {
    "GET /api/admin/templates": there(""),
    "GET /api/admin/templates/{channel}/{purpose}/{locale}": there(one),
    "PUT /api/admin/templates/{channel}/{purpose}/{locale}": there(one, { version: 0, content }),
    "PUT /api/admin/templates/{channel}/{purpose}/{locale}/draft": there(`${one}/draft`, {
      revision: 0,
      based_on: 0,
      content,
    }),
    "DELETE /api/admin/templates/{channel}/{purpose}/{locale}/draft": there(`${one}/draft`),
    "GET /api/admin/templates/{channel}/{purpose}/{locale}/versions": there(`${one}/versions`),
    "GET /api/admin/templates/{channel}/{purpose}/{locale}/versions/{version}": there(`${one}/versions/1`),
    "POST /api/admin/templates/{channel}/{purpose}/{locale}/versions/{version}/restore": there(
      `${one}/versions/1/restore`,
      {},
    ),
    "POST /api/admin/templates/preview": there("/preview", { ...place, content }),
    "POST /api/admin/templates/send-test": there("/send-test", { ...place, content, to: "+14155550123" }),
  };
}
