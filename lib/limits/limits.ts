/**
 * Every named limit, as data. These shed load early and cheaply; what must never overshoot (sends, guesses, quotas) is
 * guarded by Postgres. `by` says what is counted: a network (an IPv4 address or an IPv6 /64), an environment or a customer.
 * `withoutStore` says what happens while the store cannot be reached: with `process` each process counts for itself, from
 * what it has let pass so far; `closed` answers 503. No limit is off then.
 */
type LimitRow = {
  windowSeconds: number;
  limit: number;
  by: "network" | "environment" | "customer";
  /** Only requests made with a publishable key count: behind a secret key is one server with everybody's requests. */
  publishableOnly?: true;
  /** Each process counts for itself: what guards the process against being flooded costs no call a look at the store. */
  perProcess?: true;
  withoutStore: "process" | "closed";
};

export const LIMITS = {
  /** Every request of a network, before anything is looked at. */
  "request.ip": { windowSeconds: 10, limit: 20_000, by: "network", perProcess: true, withoutStore: "process" },
  /** Every request of an environment: one noisy neighbour leaves room for the others. */
  "request.environment": {
    windowSeconds: 10,
    limit: 100_000,
    by: "environment",
    perProcess: true,
    withoutStore: "process",
  },
  /** Keys that are not keys. Counted only when one was refused, so a good key never waits for somebody's bad ones. */
  "keys.unknown": { windowSeconds: 60, limit: 120, by: "network", withoutStore: "process" },
  /** Codes asked for. The setting `codes.per_ip_hour` replaces the limit; from a secret key it counts `context.ip`. */
  "otp.request.ip": { windowSeconds: 3600, limit: 20, by: "network", withoutStore: "process" },
  /** Guesses, whoever they are at: the sprayer with many identifiers. */
  "otp.verify.ip": { windowSeconds: 60, limit: 300, by: "network", publishableOnly: true, withoutStore: "process" },
  "signup.ip": { windowSeconds: 60, limit: 120, by: "network", withoutStore: "process" },
  "signup.verify.ip": { windowSeconds: 60, limit: 300, by: "network", withoutStore: "process" },
  /** Codes tried at the dashboard's door. */
  "signin.ip": { windowSeconds: 60, limit: 300, by: "network", withoutStore: "process" },
  /** Codes asked for in personal mode. The setting `codes.per_ip_hour` replaces the limit. */
  "personal.login.ip": { windowSeconds: 3600, limit: 20, by: "network", withoutStore: "process" },
  /**
   * The same by everybody together, in the one channel: no fewer than one network may. An earlier token is not counted, nor
   * the owner's name, which has its codes an hour.
   */
  "personal.posts": { windowSeconds: 3600, limit: 30, by: "environment", withoutStore: "process" },
  /** Codes tried in personal mode, where no key is asked for. */
  "personal.verify.ip": { windowSeconds: 60, limit: 300, by: "network", withoutStore: "process" },
  /** How often its owner is told of one and the same thing. */
  "personal.alert": { windowSeconds: 3600, limit: 1, by: "environment", withoutStore: "process" },
  /** How often its owner is told that names wait, beside their own. */
  "personal.alerts": { windowSeconds: 3600, limit: 10, by: "environment", withoutStore: "process" },
  /** Keys tried at the operator's door. */
  "operator.signin.ip": { windowSeconds: 60, limit: 90, by: "network", withoutStore: "closed" },
  /** Each may hold a connection for thirty seconds. */
  "test.messages": { windowSeconds: 60, limit: 6000, by: "environment", withoutStore: "process" },
  /** Each may read and work out again all that an environment has recorded. */
  "audit.verify": { windowSeconds: 60, limit: 30, by: "environment", withoutStore: "process" },
  /** Each reads all that fits of an environment's log. */
  "audit.export": { windowSeconds: 60, limit: 10, by: "environment", withoutStore: "process" },
  /** Each opens a connection to a stranger's server. */
  "webhooks.test": { windowSeconds: 60, limit: 120, by: "environment", withoutStore: "process" },
  /** Each sends a message to whoever is named, at the customer's cost. */
  "providers.test": { windowSeconds: 3600, limit: 60, by: "environment", withoutStore: "process" },
  /** What anybody who has its address may leave in an echo receiver. */
  "hooks.echo": { windowSeconds: 60, limit: 1_200, by: "network", withoutStore: "process" },
  /** What anybody may post where providers tell of messages, before its signature is looked at. */
  "hooks.callback": { windowSeconds: 60, limit: 6_000, by: "network", withoutStore: "process" },
  /**
   * Facts of messages that a customer's own account may tell, by account: each is signed with a secret of the
   * customer's.
   */
  "hooks.account": { windowSeconds: 60, limit: 6_000, by: "environment", withoutStore: "process" },
  /** Each makes a key pair, and starts three days of looking for records. */
  "domains.add": { windowSeconds: 3600, limit: 60, by: "environment", withoutStore: "process" },
  /** Each asks DNS about every name above the one that was entered, whoever has them. */
  "domains.suggest": { windowSeconds: 60, limit: 60, by: "environment", withoutStore: "process" },
  /** Of one domain: each asks DNS some dozen questions, for whoever has its page too. */
  "domains.check": { windowSeconds: 5, limit: 1, by: "environment", withoutStore: "process" },
  /** Mails to people who never asked for one, of all environments of a customer together. */
  "domains.share": { windowSeconds: 86_400, limit: 20, by: "customer", withoutStore: "closed" },
  /** Each is read, checked and written, or filled in. */
  "templates.write": { windowSeconds: 60, limit: 600, by: "environment", withoutStore: "process" },
  /** Each may go to somebody's inbox. */
  "templates.test": { windowSeconds: 3600, limit: 60, by: "environment", withoutStore: "process" },
  /** The operator's egress check opens connections to every provider. */
  "health.egress": { windowSeconds: 60, limit: 30, by: "network", withoutStore: "closed" },
} as const satisfies Record<string, LimitRow>;

export type LimitName = keyof typeof LIMITS;

/** The row of a limit, with every optional column readable. */
export function limitRow(name: LimitName): LimitRow {
  return LIMITS[name];
}
