import { listMemberRows } from "@/db/queries/members";
import { insertMailboxMessage, type LeasedNotice, leaseNotices } from "@/db/queries/notices";
import { dropOutbox } from "@/db/queries/outbox";
import { uuidOfHash } from "@/lib/core/ids";
import { sha256 } from "@/lib/core/secrets";
import type { OutgoingMessage } from "@/lib/delivery/channel";
import { composeMessage } from "@/lib/delivery/compose-message";
import { sealMailboxContent } from "@/lib/delivery/mailbox-content";
import { environmentOf, installationEnvironment } from "@/lib/environments";
import type { Job } from "@/lib/outbox";
import type { Deps, Environment } from "@/lib/ports";
import { renderNotice } from "@/lib/templates";
import { wordsOf } from "./notice-words";
import { postNotice } from "./post-notice";

const BATCH = 20;
const LEASE_SECONDS = 60;
/** With the waits that double this is about a day; by then the notice is old. */
const ATTEMPTS_MAX = 20;

/** Sends what waits for the owners of customers. */
export const NOTICES_JOB: Job = { name: "notices", everySeconds: 5, run: sendNotices };

/**
 * Mails every notice that is due to the owners of the customer it concerns, from the installation's own environment. In
 * personal mode it is posted to the owner's webhook instead.
 * Without an email provider they land in the installation's Mailbox. At least once; one that cannot be sent is tried
 * again for a day.
 */
async function sendNotices(deps: Deps): Promise<number> {
  let done = 0;
  for (;;) {
    const leased = await leaseNotices(deps.db, { leaseSeconds: LEASE_SECONDS, limit: BATCH });
    await Promise.all(leased.map((notice) => handle(deps, notice)));
    done += leased.length;
    if (leased.length < BATCH) return done;
  }
}

async function handle(deps: Deps, notice: LeasedNotice): Promise<void> {
  try {
    if ((await send(deps, notice)) || notice.attempts >= ATTEMPTS_MAX) await dropOutbox(deps.db, notice.id);
  } catch (cause) {
    deps.log.error({ outbox_id: notice.id, type: notice.type }, "a notice failed", cause);
  }
}

/** Whether there is nothing left to do about it. */
async function send(deps: Deps, notice: LeasedNotice): Promise<boolean> {
  const environment = await environmentOf(deps, notice.environment_id);
  const words = environment && wordsOf(notice, environment, deps.env.appUrl);
  if (environment === null || words === null) return true;
  const rendered = await renderNotice(words);
  // One person's own server: there is one who has to know, and that is where they read.
  if (deps.env.personal !== null) return postNotice(deps, { id: notice.id, text: rendered.text });
  const sender = await installationEnvironment(deps);
  const members = await listMemberRows(deps.db.orm, environment.customerId);
  const messages = members
    .filter(({ role }) => role === "owner")
    .map(({ id, email }) =>
      composeMessage(deps.env, {
        // The same for the same notice and owner: sent again after a crash it is the same message.
        id: uuidOfHash(sha256(`${notice.id}/${id}`)),
        environmentId: sender.id,
        channel: "email",
        purpose: "notice",
        to: email,
        brand: sender.brand,
        code: null,
        ...rendered,
      }),
    );
  const sent = await Promise.all(messages.map((message) => carry(deps, sender, message)));
  return sent.every(Boolean);
}

async function carry(deps: Deps, sender: Environment, message: OutgoingMessage): Promise<boolean> {
  const carriers = deps.delivery.carriersOf(null, "email");
  if (carriers.length > 0) return (await deps.delivery.deliver(message, carriers)).state !== "retry";
  const at = deps.clock.now();
  const { subject, html, text, headers } = message;
  const place = { environmentId: sender.id, messageId: message.id };
  await insertMailboxMessage(deps.db.orm, {
    environmentId: sender.id,
    id: message.id,
    recipient: message.to,
    channel: message.channel,
    contentEncrypted: sealMailboxContent(deps.keyring, deps.random, place, {
      subject,
      html,
      text,
      headers: [...headers],
      code: null,
    }),
    createdAt: at,
    visibleAt: at,
  });
  return true;
}
