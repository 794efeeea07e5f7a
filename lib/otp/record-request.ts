import { type Dispatch, openChallenge, type RequestRow, sendAgain } from "@/db/queries/request-challenge";
import { fail } from "@/lib/core/errors";
import { contextOf } from "@/lib/outbox";
import type { Deps, Environment, Scope } from "@/lib/ports";
import { systemSettings } from "@/lib/settings";
import { checkCountry, isPaidChannel, planPhone, spendCapCents } from "@/lib/sms";
import { ANYWHERE, countryOf, mailboxKeyOf } from "@/lib/users/identifier";
import type { Plan } from "./plan-request";
import { HOUR_SECONDS, PURPOSE_POLICY, sendsOverAllLanes } from "./policy";
import { openQuotas } from "./quota";
import { refuseRequest } from "./refuse-request";
import { isTestRecipient } from "./scenario";

export type Recording = {
  message: Parameters<typeof openChallenge>[2]["message"];
  dispatch: Dispatch;
  /** What is sent, as text. */
  text: string;
  onlyKnown: boolean;
  decoy: boolean;
  scenario: string | null;
  lane: Buffer;
  userId: string | null;
  metadata: string | null;
};

/**
 * Counts and records a request in one statement, or says which guard refused it. `country_not_allowed` for a phone that the
 * environment does not send to.
 */
export async function recordRequest(deps: Deps, scope: Scope, plan: Plan, recording: Recording): Promise<RequestRow> {
  const { environment } = scope;
  const { codes } = environment.settings;
  const country = plan.decoy ? null : countryOf(plan.identifier);
  // What is known of a phone never tells a username that somebody has from one that nobody has.
  const isSent = recording.dispatch.to !== "nowhere" && !plan.decoy;
  if (isSent && isPaidChannel(plan.channel) && !isTestRecipient(plan.identifier)) {
    checkCountry(environment, { country, leaves: recording.dispatch.to === "outbox" });
  }
  const isMailboxCounted = !plan.decoy && countsMailboxes(deps, scope);
  const mailboxKey = (where: string) => (isMailboxCounted ? mailboxKeyOf(deps.keyring, where, plan.identifier) : null);
  const system = await systemSettings(deps);
  const carriers = deps.delivery.carriersOf(environment, plan.channel);
  const capCents = spendCapCents(environment, carriers, system.sms_installation_cap_cents);
  const common = {
    message: recording.message,
    dispatch: recording.dispatch,
    limits: {
      perLane: codes.per_identifier_hour,
      overAllLanes: sendsOverAllLanes(codes.per_identifier_hour),
      windowSeconds: HOUR_SECONDS,
      cooldownSeconds: codes.resend_cooldown_seconds,
      quota: {
        customerId: environment.customerId,
        daily: environment.quota.daily !== null,
        monthly: environment.quota.monthly !== null,
      },
      mailbox: { here: system.mailbox_per_environment_hour, anywhere: system.mailbox_per_hour },
    },
    eventContext: JSON.stringify(contextOf(scope)),
    country,
    phone: planPhone(environment, {
      channel: plan.channel,
      to: plan.identifier.value,
      country,
      text: recording.text,
      isSent,
      provider: carriers[0]?.name ?? null,
      capCents,
    }),
    anywhereKey: mailboxKey(ANYWHERE),
    random16: (deps.random.bytes(1)[0] ?? 0) % 16,
  };
  const { userAgent, location } = plan.context;
  const run = () =>
    plan.again
      ? sendAgain(deps.db, environment.id, {
          ...common,
          challengeId: plan.challengeId,
          mailboxKey: mailboxKey(environment.id),
          locale: plan.locale,
          // Whatever would refuse its recipient is not asked: nothing goes there.
          nowhere: plan.decoy,
          metadata: recording.metadata,
        })
      : openChallenge(deps.db, environment.id, {
          ...common,
          target: {
            identifierKey: plan.identifierKey,
            identifierType: plan.identifier.type,
            identifierValue: plan.identifier.value,
            purpose: plan.purpose,
            lane: recording.lane,
            challengeId: plan.challengeId,
            attemptsMax: codes.attempts,
            decoy: recording.decoy,
            onlyKnown: recording.onlyKnown && PURPOSE_POLICY[plan.purpose].opensSession,
            scenario: recording.scenario,
            userId: recording.userId,
            locale: plan.locale,
            context: userAgent || location ? JSON.stringify({ user_agent: userAgent, location }) : null,
            metadata: recording.metadata,
            mailboxKey: mailboxKey(environment.id),
            username: plan.username,
            tenantId: plan.tenantId,
          },
        });

  let row = await run();
  // The first codes of a day or a month find no slots: they are made, by whichever is first, and the same message, which is
  // counted already, goes on.
  if (row?.admitted && !row.charged && !row.overspent && foundNoSlots(environment, row)) {
    await openQuotas(deps, environment);
    row = await run();
  }
  if (!row) return fail("not_found");
  return row.charged
    ? row
    : refuseRequest(deps, scope, row, { mailbox: system.mailbox_per_environment_hour, capCents });
}

/** Nothing leaves a test environment, and a developer signs up with as many tags as there are tests. */
function countsMailboxes(deps: Deps, { environment }: Scope): boolean {
  return environment.kind === "live" && !(environment.installation && deps.env.loopback);
}

function foundNoSlots({ quota }: Environment, row: RequestRow): boolean {
  return (quota.daily !== null && row.day_used === null) || (quota.monthly !== null && row.month_used === null);
}
