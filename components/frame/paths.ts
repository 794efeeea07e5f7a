import type { Route } from "next";

export type EnvironmentKind = "test" | "live";
export type EnvironmentPage = {
  name: string;
  segment:
    | "overview"
    | "verifications"
    | "mailbox"
    | "keys"
    | "providers"
    | "templates"
    | "domains"
    | "webhooks"
    | "usage"
    | "logs"
    | "audit"
    | "reviewers"
    | "team"
    | "settings";
};

const OVERVIEW: EnvironmentPage = { name: "Overview", segment: "overview" };
const VERIFICATIONS: EnvironmentPage = { name: "Verifications", segment: "verifications" };
const MAILBOX: EnvironmentPage = { name: "Mailbox", segment: "mailbox" };
const KEYS: EnvironmentPage = { name: "API keys", segment: "keys" };
const PROVIDERS: EnvironmentPage = { name: "Providers", segment: "providers" };
const TEMPLATES: EnvironmentPage = { name: "Templates", segment: "templates" };
const DOMAINS: EnvironmentPage = { name: "Domains", segment: "domains" };
const WEBHOOKS: EnvironmentPage = { name: "Webhooks", segment: "webhooks" };
const USAGE: EnvironmentPage = { name: "Usage", segment: "usage" };
const LOGS: EnvironmentPage = { name: "Logs", segment: "logs" };
const AUDIT: EnvironmentPage = { name: "Audit log", segment: "audit" };
const REVIEWERS: EnvironmentPage = { name: "Reviewers", segment: "reviewers" };
const TEAM: EnvironmentPage = { name: "Team", segment: "team" };
const SETTINGS: EnvironmentPage = { name: "Settings", segment: "settings" };

/** Pages that are listed together. What one looks at first has no title. */
export type PageGroup = { title: string | null; pages: readonly EnvironmentPage[] };

/** The pages an environment has, in order. Live has no Mailbox: what is sent there is really sent. */
export const PAGE_GROUPS: Readonly<Record<EnvironmentKind, readonly PageGroup[]>> = {
  test: [
    { title: null, pages: [OVERVIEW, VERIFICATIONS] },
    { title: "Messages", pages: [MAILBOX, TEMPLATES, DOMAINS, PROVIDERS] },
    { title: "Developers", pages: [KEYS, WEBHOOKS, LOGS] },
    { title: "Account", pages: [USAGE, AUDIT, TEAM, SETTINGS] },
  ],
  live: [
    { title: null, pages: [OVERVIEW, VERIFICATIONS] },
    { title: "Messages", pages: [TEMPLATES, DOMAINS, PROVIDERS] },
    { title: "Developers", pages: [KEYS, WEBHOOKS, LOGS, REVIEWERS] },
    { title: "Account", pages: [USAGE, AUDIT, TEAM, SETTINGS] },
  ],
};

/** The same without their groups. */
export const ENVIRONMENT_PAGES: Readonly<Record<EnvironmentKind, readonly EnvironmentPage[]>> = {
  test: PAGE_GROUPS.test.flatMap(({ pages }) => pages),
  live: PAGE_GROUPS.live.flatMap(({ pages }) => pages),
};

export type EnvironmentRoute = Route<`/dashboard/${string}/${EnvironmentKind}/${EnvironmentPage["segment"]}`>;

/** The address of a page of an environment. */
export function environmentPath(
  project: string,
  environment: EnvironmentKind,
  segment: EnvironmentPage["segment"],
): EnvironmentRoute {
  return `/dashboard/${project}/${environment}/${segment}`;
}

export type VerificationRoute = Route<`/dashboard/${string}/${EnvironmentKind}/verifications/${string}`>;

/** The address of a verification. */
export function verificationPath(project: string, environment: EnvironmentKind, challenge: string): VerificationRoute {
  return `/dashboard/${project}/${environment}/verifications/${challenge}`;
}

export type DomainRoute = Route<`/dashboard/${string}/${EnvironmentKind}/domains/${string}`>;

/** The address of a sending domain. */
export function domainPath(project: string, environment: EnvironmentKind, domain: string): DomainRoute {
  return `/dashboard/${project}/${environment}/domains/${domain}`;
}

export type WebhookRoute = Route<`/dashboard/${string}/${EnvironmentKind}/webhooks/${string}`>;
export type DeliveryRoute = Route<`/dashboard/${string}/${EnvironmentKind}/webhooks/${string}/${string}`>;

/** The address of a webhook endpoint. */
export function webhookPath(project: string, environment: EnvironmentKind, endpoint: string): WebhookRoute {
  return `/dashboard/${project}/${environment}/webhooks/${endpoint}`;
}

/** The address of a delivery to it. */
export function deliveryPath(
  project: string,
  environment: EnvironmentKind,
  at: { endpoint: string; delivery: string },
): DeliveryRoute {
  return `/dashboard/${project}/${environment}/webhooks/${at.endpoint}/${at.delivery}`;
}

export type TemplateRoute = Route<`/dashboard/${string}/${EnvironmentKind}/templates/${string}/${string}/${string}`>;

/** The address of a template's editor. */
export function templatePath(
  project: string,
  environment: EnvironmentKind,
  place: { channel: string; purpose: string; locale: string },
): TemplateRoute {
  return `/dashboard/${project}/${environment}/templates/${place.channel}/${place.purpose}/${place.locale}`;
}

export type TemplateVersionRoute =
  Route<`/dashboard/${string}/${EnvironmentKind}/templates/${string}/${string}/${string}/${string}`>;

/** The address of one of its versions. */
export function templateVersionPath(
  project: string,
  environment: EnvironmentKind,
  place: { channel: string; purpose: string; locale: string },
  version: number,
): TemplateVersionRoute {
  return `/dashboard/${project}/${environment}/templates/${place.channel}/${place.purpose}/${place.locale}/v${version}`;
}
