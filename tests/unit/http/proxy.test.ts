import { unstable_doesMiddlewareMatch as matches } from "next/experimental/testing/server";
import { expect, it } from "vitest";
import { isApiPath } from "@/lib/http/hosts";
import { config } from "@/proxy";

const API = [
  "/api",
  "/api/",
  "/api/auth/me",
  "/api/no/such/thing",
  "/e/7/.well-known/jwks.json",
  "/e/7/.well-known/no-such-thing",
];

const OTHERS = [
  "/",
  "/signin",
  "/dashboard/ninepin/test/keys",
  "/docs/errors/not_found",
  // Where only the API is served, these are its addresses without /api.
  "/auth/me",
  "/health/live",
  "/apis",
  "/e/7",
  "/e/7/8/.well-known/x",
  "/session/api/x",
];

it.each(API)("the proxy is not called for %s, which is the API's already", (path) => {
  expect(isApiPath(path)).toBe(true);
  expect(matches({ config, url: path })).toBe(false);
});

it.each(OTHERS)("the proxy is called for %s, which is not the API's", (path) => {
  expect(isApiPath(path)).toBe(false);
  expect(matches({ config, url: path })).toBe(true);
});
