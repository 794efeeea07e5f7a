import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { checkInstallationMailboxCookie, installationMailboxUrl, openInstallationMailbox } from "@/lib/mailbox";
import { startApp, type TestApp } from "@/tests/support/app";
import { beginWindow } from "@/tests/support/windows";

const KEY = "np_op_for_the_tests_only_0123456789";
const client = { ip: "203.0.113.5", userAgent: "Browser", requestId: "test" };

let app: TestApp;

beforeAll(async () => {
  app = await startApp({ drain: false });
});

afterAll(() => app.close());

const told = () =>
  app.deps.db.run<{ type: string; ip: string; actor: unknown }>(
    {
      name: "test_mailbox_log",
      text: "SELECT type, context->>'ip' AS ip, context->'actor' AS actor FROM outbox WHERE starts_with(type, 'mailbox.') ORDER BY id",
    },
    [],
  );

describe("the Mailbox of Ninepin itself", () => {
  it("opens with its token or the operator's key, each try is told, and one too many a minute is refused", async () => {
    beginWindow(app, 60);
    const token = new URL(installationMailboxUrl(app.deps) ?? "").searchParams.get("token") ?? "";
    for (const proof of [{}, { token: "" }, { token: `${token}x` }, { operatorKey: `${KEY}x` }, { token: KEY }]) {
      expect(await openInstallationMailbox(app.deps, client, proof)).toBeNull();
    }
    for (const proof of [{ token }, { operatorKey: KEY }]) {
      const opened = await openInstallationMailbox(app.deps, client, proof);
      expect(checkInstallationMailboxCookie(app.deps, opened?.cookie ?? "")).toBe(true);
    }
    const before = await told();
    expect(before.map(({ type, ip }) => [type, ip])).toEqual([
      ...Array.from({ length: 5 }, () => ["mailbox.open_refused", client.ip]),
      ["mailbox.opened", client.ip],
      ["mailbox.opened", client.ip],
    ]);
    expect(JSON.stringify(before)).not.toContain(token);

    const guess = (ip: string) => openInstallationMailbox(app.deps, { ...client, ip }, { operatorKey: "np_op_guess" });
    for (let left = 83; left > 0; left -= 1) expect(await guess(client.ip)).toBeNull();
    await expect(guess(client.ip)).rejects.toMatchObject({ code: "rate_limited" });
    const right = openInstallationMailbox(app.deps, client, { operatorKey: KEY });
    await expect(right).rejects.toMatchObject({ code: "rate_limited" });
    expect(await guess("198.51.100.9"), "another network has its own").toBeNull();
    app.clock.advance(120);
    expect(await openInstallationMailbox(app.deps, client, { token })).not.toBeNull();
  });
});
