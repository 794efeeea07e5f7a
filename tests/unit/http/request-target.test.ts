import { describe, expect, it } from "vitest";
import { refuseRequestLine } from "@/lib/http/request-target";

/** The refusal and the path that is left, of a request with that first line. */
function judge(method: string, url: string, hosts = 1, nextServesApi = false): [number | null, string | undefined] {
  const request = { method, url, rawHeaders: Array.from({ length: hosts }, () => ["Host", "localhost"]).flat() };
  return [refuseRequestLine(request, nextServesApi), request.url];
}

describe("a request's first line", () => {
  it("is left as it is where it is a path", () => {
    for (const path of ["/", "/api/auth/me?x=1", "//api", "/x/../y", "/a?next=http://evil.example/"]) {
      expect(judge("GET", path)).toEqual([null, path]);
    }
  });

  it("loses the origin that a proxy may write, whosever it is", () => {
    expect(judge("GET", "http://localhost:3000/api/health/live?x=1")).toEqual([null, "/api/health/live?x=1"]);
    expect(judge("GET", "HTTPS://evil.example/signin")).toEqual([null, "/signin"]);
    expect(judge("GET", "http://localhost")).toEqual([null, "/"]);
    expect(judge("GET", "http://localhost?x=1")).toEqual([null, "/?x=1"]);
  });

  it("is refused with 400 where it is no path, or where the host is not one", () => {
    expect(judge("OPTIONS", "*")[0]).toBe(400);
    expect(judge("GET", "ftp://localhost/")[0]).toBe(400);
    expect(judge("GET", "/", 2)[0]).toBe(400);
    expect(judge("GET", "/api/auth/me", 3)[0]).toBe(400);
  });

  it("is refused with 405 where a page is asked with a method that pages do not know", () => {
    for (const method of ["TRACE", "PROPFIND", "SEARCH"]) {
      expect(judge(method, "/signin")[0]).toBe(405);
      // The API answers these itself, with its problem and its Allow.
      expect(judge(method, "/api/auth/me")[0]).toBeNull();
    }
  });

  it("is refused with 400 where a page's path cannot be decoded; the API says itself that nothing is there", () => {
    for (const path of ["/docs/errors/%zz", "/d/%", "/dashboard/x/%ff/keys", "/%e2%82?x=1"]) {
      expect(judge("GET", path)[0]).toBe(400);
    }
    for (const path of ["/docs/errors/%e2%82%ac", "/d/%00", "/signin?next=%zz", "/api/auth/%zz"]) {
      expect(judge("GET", path)[0]).toBeNull();
    }
  });

  it("is the API's where its host leaves the prefix out", () => {
    const request = { method: "TRACE", url: "http://api.acme.dev/auth/%zz", rawHeaders: ["Host", "api.acme.dev"] };
    expect(refuseRequestLine(request, false, (path) => `/api${path}`)).toBeNull();
    expect(request.url).toBe("/api/auth/%zz");
  });

  it("is a page's where Next serves the API", () => {
    expect(judge("GET", "/api/auth/%zz", 1, true)[0]).toBe(400);
    expect(judge("TRACE", "/api/auth/me", 1, true)[0]).toBe(405);
    expect(judge("DELETE", "/api/auth/me", 1, true)[0]).toBeNull();
  });
});
