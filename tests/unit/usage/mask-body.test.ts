import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { maskBody, maskPath, scrubUserAgent } from "@/lib/usage/mask-body";

const SECRETS = [
  "123456789",
  "482 913 507",
  "np_live_sk_7Xq0Jp3mZt9bVw2Ry5Ks8Nd1Lf4Hg6Ac_a81b",
  "np_rt_AAAAAAAAAAAAAAAAAAAA",
  "eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl",
  "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
  "ada.lovelace@example.com",
  "+14155550123",
] as const;

/** Every name that a request or an answer of ours has, and some that it has not. */
const NAMES = [
  ..."otp code preview_code email phone username value destination to access_token refresh_token device_token token key".split(
    " ",
  ),
  ..."secret keys id challenge_id request_id status type title detail message path locale role channel reason name".split(
    " ",
  ),
  ..."metadata url headers body errors data settings user identifiers created_at expires_at from events scopes".split(
    " ",
  ),
  ..."toString __proto__ constructor X-API-Key 123456789".split(" "),
];

const SIDES = ["request", "response"] as const;

describe("maskBody", () => {
  it("keeps what is harmless, and of addresses what shows whose they are", () => {
    const body = {
      email: "ada@example.com",
      phone: "+14155550123",
      otp: "123456789",
      purpose: "sign_in",
      challenge_id: "019a9d8e-0000-7000-8000-000000000001",
      metadata: { plan: "pro" },
      code_length: 9,
      otp_as_number: 123456789,
      is_new_user: true,
    };
    expect(maskBody(body, "request")).toEqual({
      email: "a•••@example.com",
      phone: "+1••••••0123",
      otp: "•••",
      purpose: "sign_in",
      challenge_id: "019a9d8e-0000-7000-8000-000000000001",
      metadata: "•••",
      code_length: 9,
      otp_as_number: "•••",
      is_new_user: true,
    });
  });

  it("keeps a problem readable", () => {
    const problem = {
      type: "https://auth.example/docs/errors/invalid_request",
      title: "The request is not valid",
      status: 400,
      detail: "email required",
      code: "invalid_request",
      request_id: "req_0123456789abcdefghijklmn",
      errors: [{ path: "emial", message: 'Unrecognized key: "emial"' }],
    };
    expect(maskBody(problem, "response")).toEqual(problem);
    expect(maskBody({ code: "123456789" }, "response"), "a code that is no error's").toEqual({ code: "•••" });
  });

  it("takes the words of a client for no sentence of ours", () => {
    const sent = { title: "My diary", detail: "rose bush", message: "I am ill", path: "/a/rose", purpose: "sign_in" };
    const hidden = { title: "•••", detail: "•••", message: "•••", path: "•••", purpose: "sign_in" };
    expect(maskBody({ ...sent, errors: [sent] }, "request")).toEqual({ ...hidden, errors: [hidden] });
    expect(maskBody(sent, "response")).toEqual(sent);
  });

  it("hides secrets wherever they are put", () => {
    for (const secret of SECRETS) {
      for (const [name, side] of NAMES.flatMap((each) => SIDES.map((side) => [each, side] as const))) {
        const kept = JSON.stringify(maskBody({ [name]: secret, list: [{ [name]: [secret] }], [secret]: name }, side));
        expect(kept, name).not.toContain(secret);
      }
      expect(JSON.stringify(maskBody(secret, "request"))).not.toContain(secret);
    }
    for (const name of NAMES.filter((each) => each !== "status")) {
      expect(JSON.stringify(maskBody({ [name]: 482913507 }, "request")), name).not.toContain("482913507");
    }
  });

  it("stays within about 4 kB, whatever comes, and never throws", () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 12 }), (value) => {
        expect(JSON.stringify(maskBody(value, "response") ?? null).length).toBeLessThan(6_000);
      }),
    );
    const long = {
      errors: Array.from({ length: 5_000 }, (_, at) => ({ path: `field_${at}`, message: "x".repeat(900) })),
    };
    expect(JSON.stringify(maskBody(long, "response")).length).toBeLessThan(6_000);
  });
});

describe("maskPath", () => {
  it.each([
    ["/api/auth/request-otp", "/api/auth/request-otp", "/api/auth/request-otp"],
    [
      "/api/auth/sessions/019a9d8e-0000-7000-8000-000000000001",
      "/api/auth/sessions/{id}",
      "/api/auth/sessions/019a9d8e-0000-7000-8000-000000000001",
    ],
    ["/api/admin/domains/mail.northwind.dev", "/api/admin/domains/{domain}", "/api/admin/domains/mail.northwind.dev"],
    ["/api/auth/sessions/ada@example.com", "/api/auth/sessions/{id}", "/api/auth/sessions/•••"],
    ["/api/auth/sessions/123456789", "/api/auth/sessions/{id}", "/api/auth/sessions/•••"],
    ["/api/auth/sessions/np_live_sk_abc", "/api/auth/sessions/{id}", "/api/auth/sessions/•••"],
  ])("%s", (path, pattern, kept) => {
    expect(maskPath(path, pattern)).toBe(kept);
  });
});

describe("scrubUserAgent", () => {
  it("keeps versions and hides what could be a secret", () => {
    const chrome =
      "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36";
    expect(scrubUserAgent(chrome)).toBe(chrome);
    for (const secret of SECRETS.filter((each) => !each.includes(" "))) {
      expect(scrubUserAgent(`app/1.0 ${secret}`)).not.toContain(secret);
    }
  });
});
