import type { Asking } from "./tenants";

type Row =
  | "no ids"
  | ((ids: { customer: string; environment: string }) => { path: string; as: Asking; answer: string }[]);

const ME = "/api/admin/customers/me";

/** The rows of the isolation matrix for customers, asked with that key. */
export function customerRows(bySecret: (body?: object) => Asking): Readonly<Record<string, Row>> {
  // The operator's alone: a customer's key is refused before the path is looked at.
  const forOperator = (customer: string, action = "", body?: object) => [
    { answer: "403 forbidden", path: `/api/admin/customers/${customer}${action}`, as: bySecret(body) },
  ];
  const there = (environment: string, path = ME, body?: object) => ({
    answer: "404 not_found",
    path: `${path}?environment_id=${environment}`,
    as: bySecret(body),
  });
  return {
    "GET /api/admin/customers": "no ids",
    "POST /api/admin/customers": "no ids",
    "GET /api/admin/customers/{customer}": ({ customer }) => forOperator(customer),
    "PATCH /api/admin/customers/{customer}": ({ customer }) => forOperator(customer, "", { plan: "custom" }),
    "DELETE /api/admin/customers/{customer}": ({ customer }) => forOperator(customer, "", { confirm: "Acme" }),
    "PUT /api/admin/customers/{customer}/status": ({ customer }) =>
      forOperator(customer, "/status", { status: "suspended" }),
    "POST /api/admin/customers/{customer}/suspend": ({ customer }) => forOperator(customer, "/suspend"),
    "POST /api/admin/customers/{customer}/activate": ({ customer }) => forOperator(customer, "/activate"),
    "POST /api/admin/customers/{customer}/restore": ({ customer }) => forOperator(customer, "/restore"),
    "GET /api/admin/customers/me": ({ environment }) => [there(environment)],
    "PUT /api/admin/customers/me": ({ customer, environment }) => [
      there(environment, ME, { name: "Mine now" }),
      { answer: "400 invalid_request", path: ME, as: bySecret({ customer_id: customer }) },
    ],
    "DELETE /api/admin/customers/me": ({ customer, environment }) => [
      there(environment, ME, { confirm: "Acme" }),
      { answer: "403 forbidden", path: ME, as: bySecret({ confirm: customer }) },
    ],
    "POST /api/admin/customers/me/restore": ({ environment }) => [there(environment, `${ME}/restore`)],
  };
}
