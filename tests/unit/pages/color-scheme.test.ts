import { describe, expect, test } from "vitest";
import { withColorScheme } from "@/components/mailbox/color-scheme";

const EMAIL = `<head><meta name="color-scheme" content="light dark"><style>
  p { color: black }
  @media (prefers-color-scheme: dark) { p { color: white } }
  @media ( PREFERS-COLOR-SCHEME : light ) and (max-width: 600px) { p { color: grey } }
</style></head><p>482913507</p>`;

describe("an email previewed in a colour scheme", () => {
  test("gets its dark rules in dark, whatever the system prefers, and not its light ones", () => {
    const dark = withColorScheme(EMAIL, "dark");
    expect(dark).toContain("@media (min-width: 0) { p { color: white } }");
    expect(dark).toContain("@media (max-width: 0) and (max-width: 600px)");
    expect(dark).toContain(":root{color-scheme:dark !important}");
  });

  test("gets its light rules in light, and not its dark ones", () => {
    const light = withColorScheme(EMAIL, "light");
    expect(light).toContain("@media (max-width: 0) { p { color: white } }");
    expect(light).toContain("@media (min-width: 0) and (max-width: 600px)");
    expect(light).toContain(":root{color-scheme:light !important}");
  });

  test("stays as it is when it says nothing of schemes, as mail clients leave it", () => {
    expect(withColorScheme("<p>482913507</p>", "dark")).toBe("<p>482913507</p>");
  });
});
