import { expect, it } from "vitest";
import { refuseOldNode } from "@/lib/core/node-version";

it.each(["24.0.0", "24.11.1", "25.0.0-nightly", "100.1.0"])("the server runs on Node %s", (version) => {
  expect(() => refuseOldNode(version)).not.toThrow();
});

it.each(["20.20.2", "22.21.0", "23.99.0", "9.0.0", "0.12.0", ""])("the server does not run on Node %s", (version) => {
  expect(() => refuseOldNode(version)).toThrow(/needs Node 24 or newer, and this is .*npm start/);
});
