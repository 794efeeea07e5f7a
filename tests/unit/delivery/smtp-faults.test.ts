import { describe, expect, it } from "vitest";
import { deliver, outgoing, rigsOfEachTest, startRig, stopRig } from "../../support/delivery-rig";

const rig = rigsOfEachTest();

describe("failures", () => {
  const RECIPIENT_REFUSED = { state: "rejected", reason: "recipient_refused", permanent: true };

  it.each([
    [{ at: "rcpt", status: 550 }, RECIPIENT_REFUSED],
    [
      { at: "data", status: 554 },
      { state: "rejected", reason: "message_refused", permanent: true },
    ],
    [
      { at: "rcpt", status: 451 },
      { state: "retry", reason: "temporary" },
    ],
    [
      { at: "data", status: 452 },
      { state: "retry", reason: "temporary" },
    ],
    [
      { at: "mail", status: 450 },
      { state: "retry", reason: "temporary" },
    ],
    [
      { at: "mail", status: 553 },
      { state: "retry", reason: "sender_refused" },
    ],
  ] as const)("%j is told apart", async (behaviour, outcome) => {
    const { server, delivery, log } = await rig();
    server.behave(behaviour);
    expect(await deliver(delivery, await outgoing())).toMatchObject(outcome);
    expect(server.received).toEqual([]);
    expect(log.join()).not.toMatch(/ada@|secret\.address|482913507/);
    server.behave("accept");
    expect((await deliver(delivery, await outgoing())).state).toBe("accepted");
  });

  it.each([421, 554])("a server that closes with %i at once is a fault to retry", async (status) => {
    const { server, delivery } = await rig();
    server.behave({ at: "connect", status });
    expect((await deliver(delivery, await outgoing())).state).toBe("retry");
  });

  it("a wrong password is ours to mend, not the recipient's fault", async () => {
    const credentials = { user: "user", pass: "right" };
    const { delivery } = await rig({ credentials }, (server) => server.url.replace("right", "wrong"));
    expect(await deliver(delivery, await outgoing())).toMatchObject({ state: "retry", reason: "authentication" });
  });

  it("nobody listening is a fault to retry", async () => {
    const { server, delivery } = await rig();
    await server.close();
    expect(await deliver(delivery, await outgoing())).toMatchObject({ state: "retry", reason: "connection" });
  });

  it("a connection that is reset after the message was taken does not send it twice", async () => {
    const { server, delivery } = await rig();
    server.behave("reset-after-data");
    expect(await deliver(delivery, await outgoing())).toMatchObject({ state: "retry", reason: "connection" });
    expect(server.delivered).toHaveLength(1);
  });

  it("a pooled connection that the server dropped in between costs nothing", async () => {
    const { server, delivery } = await rig();
    await deliver(delivery, await outgoing());
    server.behave("reset-after-data");
    await deliver(delivery, await outgoing());
    server.behave("accept");
    expect((await deliver(delivery, await outgoing())).state).toBe("accepted");
  });
});

describe("time", () => {
  // Side by side: each of them waits for real.
  it.concurrent.each(["hang-at-greeting", "hang-after-data", "trickle-after-data"] as const)(
    "%s is cut off",
    async (behaviour) => {
      const own = await startRig();
      const { server, delivery } = own;
      server.behave(behaviour);
      expect(await deliver(delivery, await outgoing())).toMatchObject({ state: "retry", reason: "timeout" });
      await stopRig(own);
    },
  );
});
