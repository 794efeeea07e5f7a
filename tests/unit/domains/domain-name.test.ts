import { describe, expect, it } from "vitest";
import { isNinepinError } from "@/lib/core/errors";
import { readDomainName } from "@/lib/domains/domain-name";

describe("what somebody enters as a domain", () => {
  it.each([
    ["northwind.dev", "northwind.dev"],
    ["  Mail.Northwind.DEV. ", "mail.northwind.dev"],
    ["https://northwind.dev/x?y=1#z", "northwind.dev"],
    ["https://ada:secret@app.northwind.dev:8443/x", "app.northwind.dev"],
    ["ada@northwind.dev", "northwind.dev"],
    ["northwind.dev/login", "northwind.dev"],
    ["bücher.de", "xn--bcher-kva.de"],
    ["mail.northwind.co.uk", "mail.northwind.co.uk"],
    ["ada.github.io", "ada.github.io"],
  ])("%s is read as %s", (entered, name) => {
    expect(readDomainName(entered).name).toBe(name);
  });

  it("says what was registered, by the Public Suffix List with its private part", () => {
    expect(readDomainName("a.b.northwind.co.uk").registrable).toBe("northwind.co.uk");
    expect(readDomainName("mail.ada.github.io").registrable).toBe("ada.github.io");
  });

  it.each([
    "",
    "localhost",
    "northwind",
    "co.uk",
    "github.io",
    "vercel.app",
    "gmail.com",
    "mail.gmail.com",
    "yahoo.co.jp",
    "web.de",
    "127.0.0.1",
    "http://10.0.0.1/",
    "[::1]",
    "2130706433",
    "db.internal",
    "printer.local",
    "x.onion",
    "ninepin.test",
    "corp.lan",
    "a@b@northwind.dev",
    "northwind.dev, other.dev",
    "northwind.dev other.dev",
    "north\nwind.dev",
    "northwind.dev\r\nBcc: eve@x.dev",
    "ｎorthwind.dev",
    "northwind。dev",
    "_dmarc.northwind.dev",
    "-x.northwind.dev",
    "*.northwind.dev",
    "..northwind.dev",
    `${"a".repeat(60)}.${"b".repeat(50)}.dev`,
  ])("%j is refused", (entered) => {
    const attempt = () => readDomainName(entered);
    expect(attempt).toThrow();
    try {
      attempt();
    } catch (error) {
      expect(isNinepinError(error) && error.code).toBe("invalid_request");
    }
  });
});
