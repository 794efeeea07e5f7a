import { describe, expect, test } from "vitest";
import { ENVIRONMENT_PAGES } from "@/components/frame/paths";
import { letterOf, placesOf, shortcutsOf, switchedPath } from "@/components/keyboard/shortcuts";

describe.each(["test", "live"] as const)("shortcuts in %s", (environment) => {
  test("every page of the environment has a letter of its own, which is not the switch's", () => {
    const letters = ENVIRONMENT_PAGES[environment].map(({ segment }) => letterOf(segment));
    expect(letters).not.toContain(null);
    expect(letters).not.toContain("e");
    expect(new Set(letters).size).toBe(letters.length);
  });

  test("every page and the settings' own are among the places", () => {
    const hrefs = placesOf("shop", environment).map(({ href }) => href);
    expect(hrefs).toContain(`/dashboard/shop/${environment}/overview`);
    expect(hrefs).toContain(`/dashboard/shop/${environment}/settings/codes`);
  });

  test("the list says each way once", () => {
    const { always, single } = shortcutsOf(environment);
    const keys = [...always, ...single].map((shortcut) => shortcut.keys.join(" "));
    expect(new Set(keys).size).toBe(keys.length);
  });
});

test("the other environment shows the same page, or its overview where it has none", () => {
  expect(switchedPath("shop", "test", "keys")).toBe("/dashboard/shop/live/keys");
  expect(switchedPath("shop", "test", "mailbox")).toBe("/dashboard/shop/live/overview");
  expect(switchedPath("shop", "live", undefined)).toBe("/dashboard/shop/test/overview");
});
