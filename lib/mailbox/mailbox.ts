import {
  deleteMailboxRows,
  listMailboxRows,
  type MailboxOriginRow,
  type MailboxRow,
  newestMailboxRow,
  readMailboxOrigin,
  readMailboxRow,
} from "@/db/queries/mailbox";
import { sleep } from "@/lib/core/clock";
import { fail } from "@/lib/core/errors";
import { openMailboxContent } from "@/lib/delivery/mailbox-content";
import { installationEnvironment } from "@/lib/environments";
import { recordEvents, type Telling } from "@/lib/outbox";
import type { Deps, Scope } from "@/lib/ports";
import { canonicalEmail, canonicalPhone } from "@/lib/users/identifier";
import type { MailboxQueryInput } from "./contract";

/** A message as it landed. */
export type MailboxMessage = {
  id: string;
  to: string;
  channel: string;
  code: string | null;
  subject: string | null;
  text: string;
  html: string | null;
  headers: { name: string; value: string }[];
  createdAt: Date;
};

const POLL_SECONDS = 0.15;
const LIST_LIMIT = 100;

/** What landed in an environment's Mailbox, newest first; of one recipient where `to` is given, however it is spelt. */
export async function listMailbox(
  deps: Deps,
  environmentId: string,
  filter: { to?: string | undefined; limit?: number } = {},
): Promise<MailboxMessage[]> {
  const recipient = filter.to === undefined ? null : canonicalRecipient(filter.to);
  const rows = await listMailboxRows(deps.db, environmentId, { recipient, limit: filter.limit ?? LIST_LIMIT });
  return rows.map((row) => open(deps, row));
}

/** One message. `not_found` for one that is not in this Mailbox. */
export async function readMailboxMessage(deps: Deps, environmentId: string, id: string): Promise<MailboxMessage> {
  const row = await readMailboxRow(deps.db, environmentId, id);
  return row === null ? fail("not_found") : open(deps, row);
}

/**
 * What a message was written for, in which language and by which version of a template (0: the built-in design). Null for
 * one that carries no code of a verification, and once the verification is not kept any more.
 */
export function mailboxOrigin(
  { db }: Pick<Deps, "db">,
  environmentId: string,
  messageId: string,
): Promise<MailboxOriginRow | null> {
  return readMailboxOrigin(db, environmentId, messageId);
}

/** Deletes one message. `not_found` for one that is not in this Mailbox. */
export async function deleteMailboxMessage(deps: Deps, scope: Telling, id: string): Promise<void> {
  if ((await deleteRows(deps, scope, id)) === 0) fail("not_found");
}

/** Empties a Mailbox. Answers how many messages there were. */
export async function clearMailbox(deps: Deps, scope: Telling): Promise<number> {
  return deleteRows(deps, scope, null);
}

async function deleteRows(deps: Deps, scope: Telling, id: string | null): Promise<number> {
  return deps.db.transaction(async (tx) => {
    const messages = await deleteMailboxRows(tx, scope.environment.id, id);
    const target = id === null ? undefined : `message:${id}`;
    const told = { type: "mailbox.deleted", data: { messages }, ...(target && { target }) };
    if (messages > 0) await recordEvents(deps, tx, scope, [told]);
    return messages;
  });
}

/** The id of the newest message: cheap, for pages that look every second. */
export async function newestMailboxId(deps: Deps, environmentId: string): Promise<string | null> {
  return newestMailboxRow(deps.db, environmentId);
}

/**
 * The Mailbox for tests: waits up to `waitSeconds` for a message, then answers what is there. A secret key reads its own
 * test environment, the operator the installation's. `forbidden` in live, which has no Mailbox but in `DEV_MODE`.
 */
export async function waitForMailbox(
  deps: Deps,
  scope: Scope | { environment: null },
  query: MailboxQueryInput,
): Promise<MailboxMessage[]> {
  const environment = scope.environment ?? (await installationEnvironment(deps));
  if (scope.environment?.kind === "live" && !deps.env.devMode)
    fail("forbidden", { detail: "Only test environments have a Mailbox" });
  const until = performance.now() + query.waitSeconds * 1000;
  for (;;) {
    const messages = await listMailbox(deps, environment.id, { to: query.to });
    if (messages.length > 0 || performance.now() >= until) return messages;
    await sleep(POLL_SECONDS);
  }
}

function open(deps: Deps, row: MailboxRow): MailboxMessage {
  const place = { environmentId: row.environmentId, messageId: row.id };
  const content = openMailboxContent(deps.keyring, place, row.contentEncrypted);
  return { id: row.id, to: row.recipient, channel: row.channel, createdAt: row.createdAt, ...content };
}

/** A plus in a query reads as a blank: a tag and a number often lose theirs. No address holds a blank of its own. */
function canonicalRecipient(to: string): string {
  const text = to.trim();
  if (text.includes("@")) return canonicalEmail(text.replaceAll(" ", "+"));
  return canonicalPhone(text.startsWith("+") ? text : `+${text}`);
}
