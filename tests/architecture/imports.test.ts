import { describe, expect, it } from "vitest";
import { type SourceFile, sources } from "./sources";

/**
 * Who may import whom: ARCHITECTURE.md's table, as data. The first row whose `files` match a file decides. `own` lists
 * what it may import of ours, at run time and as types; `types` what it may import as types only. `packages`, where
 * given, is the closed list of packages; `never` forbids some where the list is open. Test support is not product code
 * and may import anything.
 */
type Row = {
  files: RegExp;
  own: readonly RegExp[];
  types?: readonly RegExp[];
  packages?: readonly string[];
  never?: readonly RegExp[];
};

/**
 * The domain's nouns, each further down its line than those it may call: a noun imports only from lines below its own.
 * The contracts of all are open to all as types.
 */
const LINES = [
  ["personal", "domains"],
  ["customers", "identifiers", "reviewers", "webhooks", "notices", "operator", "providers"],
  ["otp"],
  ["sessions", "mailbox", "messages", "tenants"],
  ["users", "keys", "templates"],
  ["tokens", "idempotency", "usage", "configuration"],
  ["environments", "health"],
  ["settings", "audit", "spray", "sms"],
  ["billing"],
] as const;
const NOUNS = LINES.flat().join("|");

const CONTRACTS = /^lib\/\w+\/(\w+-)?contract$/;
const ANY_NOUN = new RegExp(`^lib/(${NOUNS})(/|$)`);
const CORE = /^lib\/core\//;
const PORTS = /^lib\/ports$/;
const REACT = [/^(react|react-dom|next|next-auth|next-themes)(\/|$)/];
/** Packages that are plain functions: they reach nothing outside and may be used anywhere. */
const PURE = ["node", "zod", "libphonenumber-js", "ipaddr.js", "jose"];

function nounRow(noun: string, line: number): Row {
  const below = LINES.slice(line + 1).flat();
  const sender = ["otp", "customers", "notices", "providers"].includes(noun);
  return {
    files: new RegExp(`^lib/${noun}/`),
    own: [
      CORE,
      /^lib\/(limits|outbox)(\/|$)/,
      /^db\/queries\//,
      new RegExp(`^lib/(${[noun, ...below].join("|")})(/|$)`),
      ...(sender || noun === "templates" ? [/^lib\/delivery(\/|$)/] : []),
      ...(noun === "templates" ? [/^emails\//] : []),
      // What a verified domain is sent as, and who else has it.
      ...(noun === "domains" ? [/^lib\/delivery\/(plain-address|account-config|sender-of)$/] : []),
      // What a verified domain is sent as.
      ...(noun === "tenants" ? [/^lib\/delivery\/(plain-address|sender-of)$/] : []),
      // Whose callback it is and what it says.
      ...(noun === "messages" ? [/^lib\/delivery\/(callbacks\/|callback-url$|account-config$)/] : []),
      // What delivery sealed into the Mailbox, the Mailbox opens.
      ...(noun === "mailbox" ? [/^lib\/delivery\/mailbox-content$/] : []),
    ],
    types: [PORTS, CONTRACTS, /^db\/client$/, /^lib\/delivery\/channel$/, /^lib\/egress$/],
    packages: [
      ...PURE,
      ...(noun === "templates" ? ["react-email", "bowser", "liquidjs", "htmlparser2", "diff", "tldts"] : []),
      ...(noun === "domains" ? ["resend", "tldts"] : []),
      ...(noun === "usage" ? ["@datadog/sketches-js"] : []),
      ...(noun === "sessions" ? ["dataloader"] : []),
    ],
  };
}

const TABLE: readonly Row[] = [
  // The edges.
  {
    files: /^app\/(api|e)\//,
    own: [/^lib\/http(\/|$)/, ANY_NOUN, CORE, /^\.generated\/routes$/, /^app\/api\//],
    packages: ["node", "zod"],
  },
  {
    files: /^app\//,
    own: [/^app\//, /^components\//, /^lib\/session(\/|$)/, /^lib\/deps$/, ANY_NOUN, CORE],
    types: [PORTS],
    never: [/^(pg|drizzle-orm|hono)(\/|$)/, /^@(electric-sql|hono)\//],
  },
  {
    files: /^components\//,
    own: [/^components\//, /^lib\/core\/(errors|mask)$/],
    types: [CONTRACTS],
    never: [/^node$/, /^next\/headers$/, /^(pg|drizzle-orm|pino|hono)(\/|$)/],
  },
  { files: /^emails\//, own: [/^emails\//], packages: ["react", "react-email"] },
  {
    files: /^lib\/(http|session)\//,
    own: [
      /^lib\/(http|session)\//,
      CORE,
      /^lib\/(limits|keys|tokens|sessions|customers|environments|idempotency|audit)(\/|$)/,
      /^lib\/deps$/,
      /^\.generated\/routes$/,
    ],
    types: [PORTS, CONTRACTS],
    never: [/^(pg|drizzle-orm)(\/|$)/],
  },

  // The domain.
  ...LINES.flatMap((nouns, line) => nouns.map((noun) => nounRow(noun, line))),
  {
    files: /^lib\/limits\//,
    own: [/^lib\/limits\//, CORE],
    types: [PORTS],
    packages: [...PURE, "@upstash/ratelimit", "@upstash/redis", "ioredis"],
  },
  {
    files: /^lib\/outbox\//,
    own: [/^lib\/outbox\//, CORE, /^db\/queries\//, /^lib\/environments\/acting$/],
    types: [PORTS, CONTRACTS, /^db\/client$/],
    packages: PURE,
  },
  {
    files: /^lib\/delivery\/providers\//,
    own: [/^lib\/delivery\/(providers\/|channel$)/, CORE],
    packages: [
      "node",
      "zod",
      "@aws-sdk/client-sesv2",
      "@sendgrid/client",
      "@sendgrid/mail",
      "nodemailer",
      "resend",
      "standardwebhooks",
      "twilio",
    ],
  },
  {
    files: /^lib\/delivery\/callbacks\//,
    own: [/^lib\/delivery\/(callbacks\/|callback-url$)/, CORE],
    packages: ["node", "zod", "resend", "@sendgrid/eventwebhook", "twilio"],
  },
  {
    files: /^lib\/delivery\//,
    own: [/^lib\/delivery\//, CORE, /^emails\//],
    types: [PORTS, /^lib\/egress$/],
    packages: ["node", "zod"],
  },
  { files: /^lib\/egress\//, own: [/^lib\/egress\//, CORE], packages: ["node", "ipaddr.js"] },
  { files: /^lib\/core\//, own: [CORE], packages: ["node", "zod", "pino", "csv-stringify", "cockatiel"] },
  { files: /^lib\/ports\.ts$/, own: [], types: [/^lib\//, /^db\/client$/], packages: ["node"] },

  // The composition root and what starts a process may know everyone.
  { files: /^lib\/deps\.ts$/, own: [/^(lib|db)\//], packages: ["node", "next/server.js"] },
  { files: /^[\w.-]+\.(ts|mjs)$/, own: [/^(lib|scripts|db|tests\/support)\//, /^\.generated\/routes$/] },

  // The database.
  { files: /^db\/queries\//, own: [/^db\//], types: [CORE], packages: ["drizzle-orm", "node"] },
  { files: /^db\/schema\//, own: [/^db\/schema\//], packages: ["drizzle-orm"] },
  {
    files: /^db\//,
    own: [/^db\//],
    types: [CORE],
    packages: ["node", "drizzle-orm", "pg", "@neondatabase/serverless", "@electric-sql/pglite"],
  },

  // What is not the product.
  { files: /^scripts\//, own: [/^(scripts|tests\/(support|bench))\//], never: REACT },
  { files: /^tests\//, own: [/^/] },
];

const isPackage = (target: string, name: string) => target === name || target.startsWith(`${name}/`);

/** The imports of a file that no row of the table allows. */
function forbidden(source: SourceFile): string[] {
  const row = TABLE.find((each) => each.files.test(source.path));
  if (!row) return [`${source.path} is in no row of the table`];
  return source.imports
    .filter(({ target, own, typeOnly }) => {
      if (own) return ![...row.own, ...(typeOnly ? (row.types ?? []) : [])].some((pattern) => pattern.test(target));
      if (row.packages) return !typeOnly && !row.packages.some((name) => isPackage(target, name));
      return !typeOnly && (row.never ?? []).some((pattern) => pattern.test(target));
    })
    .map(({ target, typeOnly }) => `${source.path} → ${target}${typeOnly ? " (types)" : ""}`);
}

describe("imports", () => {
  it("run the way the table says", () => {
    expect(sources.flatMap(forbidden)).toEqual([]);
  });

  it("reach drizzle under db/ only", () => {
    const found = sources.filter(
      ({ path, imports }) =>
        !/^(db|tests)\//.test(path) && imports.some(({ target, own }) => !own && isPackage(target, "drizzle-orm")),
    );
    expect(found.map(({ path }) => path)).toEqual([]);
  });

  it("reach next/headers in lib/session only", () => {
    const found = sources.filter(
      ({ path, imports }) =>
        !path.startsWith("lib/session/") && imports.some(({ target }) => target === "next/headers"),
    );
    expect(found.map(({ path }) => path)).toEqual([]);
  });

  it("keep the domain away from the web", () => {
    const web = [...REACT, /^hono(\/|$)/];
    const found = sources
      .filter(({ path }) => new RegExp(`^lib/(${NOUNS}|core|limits|outbox|delivery)/|^db/`).test(path))
      .flatMap(({ path, imports }) =>
        imports
          .filter(({ target, own }) => !own && web.some((each) => each.test(target)))
          .map(({ target }) => `${path} → ${target}`),
      );
    expect(found).toEqual([]);
  });
});
