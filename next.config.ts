import type { NextConfig } from "next";

/** What proxy.ts does not see: the files of pages. Everything else has its headers from there, or from route(). */
const FILES = ["/_next/static/:path*", "/_next/image", "/icon.svg"];

const config: NextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  typedRoutes: true,
  // What runs is checked when it is built; tests and tools are checked by npm test.
  typescript: { tsconfigPath: "tsconfig.build.json" },
  // The sketches load their protobuf part, which we do not use, only when asked for it: a bundler would want it at once.
  // The vendors' SDKs are large, and loaded only by whoever sends through them.
  serverExternalPackages: [
    "@aws-sdk/client-sesv2",
    "@datadog/sketches-js",
    "@electric-sql/pglite",
    "@sendgrid/client",
    "@sendgrid/mail",
    "nodemailer",
    "pg",
    "pino",
    "resend",
    "twilio",
  ],
  outputFileTracingRoot: import.meta.dirname,
  // Some browsers ask for it before they have read which icon the page names.
  rewrites: async () => [{ source: "/favicon.ico", destination: "/icon.svg" }],
  headers: async () =>
    FILES.map((source) => ({ source, headers: [{ key: "X-Content-Type-Options", value: "nosniff" }] })),
};

export default config;
