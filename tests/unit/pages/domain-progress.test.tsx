import { AppRouterContext, type AppRouterInstance } from "next/dist/shared/lib/app-router-context.shared-runtime";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, it } from "vitest";
import { DomainProgress } from "@/components/domains/domain-progress";
import type { DomainView } from "@/components/domains/domain-view";

const nothing = () => {};
const router: AppRouterInstance = {
  back: nothing,
  forward: nothing,
  refresh: nothing,
  push: nothing,
  replace: nothing,
  prefetch: nothing,
  bfcacheId: "",
};

const at = (time: string) => new Date(`2026-11-${time}Z`);
const DOMAIN: DomainView = {
  name: "mail.northwind.dev",
  status: "attention",
  zone: "northwind.dev",
  dnsHost: null,
  records: [],
  checkedAt: at("20T14:00:00"),
  nextCheckAt: at("20T15:00:00"),
  lostAt: at("18T14:00:00"),
  sendsUntil: at("21T14:00:00"),
  searchEndsAt: null,
};

const wordsOf = (changes: Partial<DomainView>) =>
  renderToStaticMarkup(
    <AppRouterContext.Provider value={router}>
      <DomainProgress domain={{ ...DOMAIN, ...changes }} sender={null} />
    </AppRouterContext.Provider>,
  ).replace(/<[^>]+>/g, "");

it("a domain that has lost its records says since when, and until when mail goes on", () => {
  expect(wordsOf({})).toContain(
    "We have missed them since 18 November 2026. Mail still comes from here until 21 November",
  );
  expect(wordsOf({ status: "verified", lostAt: null, sendsUntil: null })).not.toMatch(/missed|until/);
});
