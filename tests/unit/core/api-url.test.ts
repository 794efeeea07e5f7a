import { expect, test } from "vitest";
import { apiUrlOf } from "@/lib/core/api-url";

const appUrl = "https://auth.example.com";

test.each([
  ["one host serves both", appUrl, [], appUrl],
  ["its host is listed", appUrl, ["api.example.com", "AUTH.example.com"], appUrl],
  ["its host is listed with its port", "http://localhost:3000", ["localhost:3000"], "http://localhost:3000"],
  ["another host serves the API", appUrl, ["api.example.com", "api2.example.com"], "https://api.example.com"],
  ["another host at the same port", "http://app.test:3000", ["api.test"], "http://api.test:3000"],
  ["another host at a port of its own", "http://app.test:3000", ["API.test:8080"], "http://api.test:8080"],
])("apps call the API at APP_URL, or where it is served: %s", (_, url, apiHosts, expected) => {
  expect(apiUrlOf({ appUrl: url, apiHosts })).toBe(expected);
});
