import { listNoticeReaders } from "@/db/queries/members";
import { type LeasedNotice, leaseNotices } from "@/db/queries/notices";
import { dropOutbox } from "@/db/queries/outbox";
import { uuidOfHash } from "@/lib/core/ids";
import { sha256 } from "@/lib/core/secrets";
import { environmentOf } from "@/lib/environments";
import type { Job } from "@/lib/outbox";
import type { Deps } from "@/lib/ports";
import { renderNotice } from "@/lib/templates";
import { mailNotice } from "./mail-notice";
import { readersOf } from "./notice-readers";
import { wordsOf } from "./notice-words";
import { postNotice } from "./post-notice";

const BATCH = 20;
const LEASE_SECONDS = 60;
/** With the waits that double this is about a day; by then the notice is old. */
const ATTEMPTS_MAX = 20;

/** Sends what waits for the members of customers. */
export const NOTICES_JOB: Job = { name: "notices", everySeconds: 5, run: sendNotices };

/**
 * Mails every notice that is due to those of the customer it concerns who are to know, from the installation's own
 * environment. In personal mode it is posted to the owner's webhook instead. Without an email provider they land in the
 * installation's Mailbox. At least once; one that cannot be sent is tried again for a day.
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
  // One person's own server: there is one who has to know, and that is where they read.
  if (deps.env.personal !== null) return postNotice(deps, { id: notice.id, text: (await renderNotice(words)).text });
  const readers = readersOf(notice, await listNoticeReaders(deps.db.orm, environment.customerId));
  const sent = await Promise.all(
    readers.map(({ id, email }) =>
      // The same id for the same notice and reader: sent again after a crash it is the same message.
      mailNotice(deps, { id: uuidOfHash(sha256(`${notice.id}/${id}`)), to: email, words }),
    ),
  );
  return sent.every(Boolean);
}
