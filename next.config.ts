import type { NextConfig } from "next";

/** Sent with every page. The nonce policy for scripts belongs to proxy.ts. */
const pageHeaders = [
  { key: "X-Content-Type-Options", value: "nosniff" },
  { key: "Referrer-Policy", value: "strict-origin-when-cross-origin" },
  { key: "X-Frame-Options", value: "DENY" },
  { key: "Cross-Origin-Opener-Policy", value: "same-origin" },
  { key: "Permissions-Policy", value: "camera=(), geolocation=(), microphone=(), payment=(), usb=()" },
  {
    key: "Content-Security-Policy",
    value: "base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'",
  },
];

/** Everything but the API, whose answers have their own headers from route(): these would take their place. */
const PAGES = "/:path((?!api(?:/|$)|e/[^/]+/\\.well-known/).*)";

const config: NextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  typedRoutes: true,
  // What runs is checked when it is built; tests and tools are checked by npm test.
  typescript: { tsconfigPath: "tsconfig.build.json" },
  serverExternalPackages: ["@electric-sql/pglite", "pg", "pino", "nodemailer"],
  outputFileTracingRoot: import.meta.dirname,
  // Some browsers ask for it before they have read which icon the page names.
  rewrites: async () => [{ source: "/favicon.ico", destination: "/icon.svg" }],
  headers: async () => [{ source: PAGES, headers: pageHeaders }],
};

export default config;
