import { describe, expect, test } from "vitest";
import { readEditForm, readKeyForm } from "@/app/dashboard/[project]/[environment]/keys/key-form";

const NOW = new Date("2026-11-20T12:00:00Z");

function form(fields: Record<string, string>): FormData {
  const data = new FormData();
  for (const [name, value] of Object.entries(fields)) data.set(name, value);
  return data;
}

describe("the form of a new key", () => {
  test("a secret key ignores what belongs to publishable ones, for the hidden fields keep what was typed", () => {
    const read = readKeyForm(
      form({ name: " Server ", type: "secret", kind: "web", allowed_origins: "nonsense", expires_on: "" }),
      NOW,
    );
    expect(read).toEqual({
      ok: true,
      input: {
        name: "Server",
        type: "secret",
        kind: null,
        scopes: null,
        allowedIps: [],
        allowedOrigins: [],
        expiresAt: null,
      },
    });
  });

  test("origins are read one a line, without the slash that an address bar adds", () => {
    const read = readKeyForm(
      form({
        name: "Web",
        type: "publishable",
        kind: "web",
        allowed_origins: "https://app.example.com/\n\n http://localhost:5173 ",
      }),
      NOW,
    );
    expect(read.ok && read.input.allowedOrigins).toEqual(["https://app.example.com", "http://localhost:5173"]);
  });

  test("a key expires at the end of its last day", () => {
    const read = readKeyForm(form({ name: "Web", type: "secret", expires_on: "2026-11-20" }), NOW);
    expect(read.ok && read.input.expiresAt?.toISOString()).toBe("2026-11-20T23:59:59.000Z");
  });

  test.each([
    [{ name: "", type: "secret" }, "name", "Give the key a name, so that you know it again"],
    [{ name: "a", type: "secret", expires_on: "2026-11-19" }, "expires_on", "Choose a day that has not passed"],
    [{ name: "a", type: "secret", expires_on: "soon" }, "expires_on", "Enter a day such as 2027-01-31"],
    [
      { name: "a", type: "publishable", kind: "web", allowed_origins: "https://a.example\nb.example" },
      "allowed_origins",
      "Line 2: Must be an origin such as https://app.example.com",
    ],
  ])("says what is wrong with %o at its field", (fields, name, message) => {
    const read = readKeyForm(form(fields), NOW);
    expect(read).toEqual({ ok: false, fields: { [name]: message } });
  });

  test("a preset is the scopes that it stands for, and a custom choice is what was ticked", () => {
    const scopesOf = (fields: Record<string, string>, ...ticked: string[]) => {
      const data = form({ name: "a", type: "secret", ...fields });
      for (const scope of ticked) data.append("scopes", scope);
      const read = readKeyForm(data, NOW);
      return read.ok ? read.input.scopes : read.fields;
    };
    expect(scopesOf({ scope_preset: "full" }, "otp:send")).toBeNull();
    expect(scopesOf({ scope_preset: "send_and_verify" })).toEqual(["otp:send", "otp:verify"]);
    expect(scopesOf({ scope_preset: "read_only" })).toContain("audit:read");
    expect(scopesOf({ scope_preset: "custom" }, "users:read", "logs:read")).toEqual(["users:read", "logs:read"]);
    expect(scopesOf({ scope_preset: "custom" })).toEqual({ scopes: "Choose at least one" });
    expect(scopesOf({ scope_preset: "custom" }, "root")).toHaveProperty("scopes");
  });

  test("addresses that the key may be used from are read one a line, and told of at their line", () => {
    const read = readKeyForm(form({ name: "a", type: "secret", allowed_ips: "203.0.113.7,\n203.0.113.0/24" }), NOW);
    expect(read.ok && read.input.allowedIps).toEqual(["203.0.113.7", "203.0.113.0/24"]);
    const wrong = readKeyForm(form({ name: "a", type: "secret", allowed_ips: "203.0.113.7\nhere" }), NOW);
    expect(wrong).toEqual({ ok: false, fields: { allowed_ips: expect.stringMatching(/^Line 2: Must be an address/) } });
  });

  test("a type that does not exist is refused", () => {
    expect(readKeyForm(form({ name: "a", type: "super" }), NOW)).toMatchObject({ ok: false });
  });
});

describe("the form of a key that is there", () => {
  test("changes what its type has, and leaves out what it has not", () => {
    expect(readEditForm(form({ name: " Web ", allowed_origins: "https://a.example/" }))).toEqual({
      ok: true,
      input: { name: "Web", allowedOrigins: ["https://a.example"] },
    });
    expect(readEditForm(form({ name: "Server", scope_preset: "full", allowed_ips: "" }))).toEqual({
      ok: true,
      input: { name: "Server", scopes: null, allowedIps: [] },
    });
    expect(readEditForm(form({ name: "App" }))).toEqual({ ok: true, input: { name: "App" } });
  });

  test.each([
    [{ name: "" }, "name", "Give the key a name, so that you know it again"],
    [
      { name: "a", allowed_origins: "https://*.a.example" },
      "allowed_origins",
      "Line 1: No wildcards: list each origin",
    ],
    [{ name: "a", scope_preset: "custom" }, "scopes", "Choose at least one"],
  ])("says what is wrong with %o at its field", (fields, name, message) => {
    const read = readEditForm(form(fields));
    expect(!read.ok && read.fields[name]).toBe(message);
  });
});
