import { describe, expect, it } from "vitest";
import type { ChargeRow, JudgedChallenge } from "@/db/queries/charge-guess";
import { planOf } from "@/lib/billing";
import { readEnv } from "@/lib/core/env";
import { createKeyring } from "@/lib/core/secrets";
import { deriveCode } from "@/lib/otp/code";
import { judgeGuess, reasonOf } from "@/lib/otp/judge";
import type { Environment } from "@/lib/ports";
import { completeSettings } from "@/lib/settings";

const keyring = createKeyring([{ id: 1, bytes: Buffer.from("a root secret that is only ever used by this file") }], 0);

const environment: Environment = {
  id: "019a9f3e-7c1a-7cc2-9d8e-ba9876543210",
  kind: "live",
  customerId: "019a9f3e-7c1a-7cc2-9d8e-000000000001",
  customerState: "active",
  projectId: "019a9f3e-7c1a-7cc2-9d8e-000000000002",
  projectSlug: "northwind",
  brand: {
    name: "Northwind",
    domain: null,
    supportEmail: null,
    postalAddress: null,
    logoUrl: null,
    accent: null,
    locale: null,
  },
  settings: completeSettings("live", null),
  ...planOf({ plan: "free", dailyQuota: null, monthlyQuota: null, features: {} }),
  deleteAfter: null,
  customerName: "Acme",
  installation: false,
  accounts: [],
  reviewers: [],
  senders: [],
  provenDomains: [],
  templates: [],
};

const MESSAGES = [1, 2, 3].map((at) => ({
  id: `019a9f3e-7c1a-7cc2-9d8e-00000000010${at}`,
  digits: 6,
  key_id: 1,
  nonce: Buffer.alloc(16, at).toString("hex"),
  live: true,
  provider: "smtp",
  provider_message_id: null,
}));

function codeOfMessage(at: number): string {
  const message = MESSAGES[at];
  const nonce = Buffer.alloc(16, at + 1);
  const code =
    message &&
    deriveCode(keyring, { environmentId: environment.id, messageId: message.id, nonce, keyId: 1, digits: 6 });
  if (!code) throw new Error("no code");
  return code;
}

function charge(changes: Partial<JudgedChallenge> = {}): ChargeRow {
  const challenge: JudgedChallenge = {
    id: "019a9f3e-7c1a-7cc2-9d8e-0123456789ab",
    remaining: 4,
    decoy: false,
    lane: "",
    identifier_type: "email",
    identifier_value: "ada@example.com",
    channel: "email",
    user_id: null,
    tenant_id: null,
    metadata: null,
    scenario: null,
    messages: MESSAGES,
    ...changes,
  };
  return { wait_seconds: 0, scenario: null, over: null, judge: [challenge] };
}

const NOW = new Date("2026-11-20T12:00:00Z");
const clock = { now: () => NOW, offsetSeconds: () => 0 };
const judge = (row: ChargeRow, guess: string, at = environment, devMode = false) =>
  judgeGuess({ keyring, clock, env: { ...readEnv({}), devMode } }, at, row, guess);

const WRONG =
  ["000000", "111111", "222222", "333333"].find((code) => ![0, 1, 2].map(codeOfMessage).includes(code)) ?? "";

describe("judgeGuess", () => {
  it("accepts the codes of the last two messages, so that a resend does not kill the one on its way", () => {
    expect(judge(charge(), codeOfMessage(0)).right).toBe(true);
    expect(judge(charge(), codeOfMessage(1)).right).toBe(true);
  });

  it("calls an older message's code superseded", () => {
    expect(judge(charge(), codeOfMessage(2))).toEqual({
      right: false,
      reason: "superseded",
      remaining: 4,
    });
  });

  it("calls a code expired once its own message has, while the newer one still works", () => {
    const messages = MESSAGES.map((message, at) => ({ ...message, live: at === 0 }));
    expect(judge(charge({ messages }), codeOfMessage(1))).toMatchObject({
      right: false,
      reason: "expired",
    });
    expect(judge(charge({ messages }), codeOfMessage(0)).right).toBe(true);
  });

  it("never meets a decoy, and says of it what it says of any wrong code", () => {
    expect(judge(charge({ decoy: true }), codeOfMessage(0))).toEqual(judge(charge(), WRONG));
  });

  it("meets the challenge that the code belongs to, of the two that were judged", () => {
    const older = { id: "019a9f3e-7c1a-7cc2-9d8e-ffffffffffff", messages: MESSAGES.slice(2) };
    const both = {
      ...charge(),
      judge: [charge({ messages: MESSAGES.slice(0, 1) }), charge(older)].flatMap((row) => row.judge ?? []),
    };
    const judged = judge(both, codeOfMessage(2));
    expect(judged.right && judged.challenge.id).toBe(older.id);
  });

  it("never counts below zero, and judges nothing where nothing was charged", () => {
    expect(judge(charge({ remaining: -1 }), WRONG)).toMatchObject({ remaining: 0 });
    const empty = { ...charge(), judge: null };
    expect(judge(empty, codeOfMessage(0)).right).toBe(false);
  });

  it("does not accept the empty string, nor a code cut short or gone on with", () => {
    const code = codeOfMessage(0);
    for (const guess of ["", code.slice(0, 5), `${code}0`, `${code}\u0000`]) {
      expect(judge(charge(), guess).right).toBe(false);
    }
  });
});

describe("a live code that was shown in the Mailbox", () => {
  const shown = charge({ messages: MESSAGES.map((message) => ({ ...message, provider: "mailbox" })) });

  it("is good while DEV_MODE is on, and nothing but a wrong code when it is off", () => {
    expect(judge(shown, codeOfMessage(0), environment, true).right).toBe(true);
    expect(judge(shown, codeOfMessage(0))).toEqual(judge(shown, WRONG));
  });

  it("is good where the Mailbox is the way that mail goes: for the installation's own, and in test", () => {
    expect(judge(shown, codeOfMessage(0), { ...environment, installation: true }).right).toBe(true);
    expect(judge(shown, "123456", { ...environment, kind: "test" }).right).toBe(true);
  });
});

describe("a message that its provider made a code for", () => {
  const [newest, ...older] = MESSAGES;
  const sent = newest ? [{ ...newest, provider: "twilio_verify" }, ...older] : [];

  it("has no second one: ours, which nobody was sent, is nothing but a wrong code", () => {
    expect(judge(charge({ messages: sent }), codeOfMessage(0))).toEqual(judge(charge(), WRONG));
    const over = sent.map((message) => ({ ...message, live: false }));
    expect(judge(charge({ messages: over }), codeOfMessage(0))).toEqual(judge(charge(), WRONG));
  });

  it("leaves the codes of its challenge's other messages what they are", () => {
    expect(judge(charge({ messages: sent }), codeOfMessage(1)).right).toBe(true);
  });
});

describe("a reviewer's challenge", () => {
  const reviewer = {
    id: "019a9f3e-7c1a-7cc2-9d8e-0000000000aa",
    type: "email",
    value: "ada@example.com",
    keyId: 1,
    nonce: Buffer.alloc(16, 9),
    expiresAt: new Date("2026-12-01T00:00:00Z"),
  } as const;
  const listed = { ...environment, reviewers: [reviewer] };
  const challenge = charge({ scenario: "reviewer" });
  const source = { environmentId: environment.id, messageId: reviewer.id, nonce: reviewer.nonce, keyId: 1, digits: 9 };
  const fixed = deriveCode(keyring, source) ?? "";

  it("is met by the reviewer's fixed code alone, not by a message's", () => {
    expect(judge(challenge, fixed, listed).right).toBe(true);
    expect(judge(challenge, codeOfMessage(0), listed).right).toBe(false);
  });

  it("cannot be met once the reviewer was removed or has ended", () => {
    expect(judge(challenge, fixed).right).toBe(false);
    const ended = { ...environment, reviewers: [{ ...reviewer, expiresAt: NOW }] };
    expect(judge(challenge, fixed, ended).right).toBe(false);
  });

  it("is the only one that the fixed code meets", () => {
    expect(judge(charge(), fixed, listed).right).toBe(false);
  });
});

describe("reasonOf", () => {
  it("says why a challenge takes no guesses any more", () => {
    expect([reasonOf("spent"), reasonOf("ended"), reasonOf("closed")]).toEqual(["locked", "expired", "superseded"]);
  });
});
