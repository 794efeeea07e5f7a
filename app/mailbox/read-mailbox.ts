import { type MailboxSearch, readMailboxSearch } from "@/components/mailbox/search";
import { isNinepinError } from "@/lib/core/errors";
import { isUuid } from "@/lib/core/ids";
import { listMailbox, type MailboxMessage, mailboxOrigin, newestMailboxId, readMailboxMessage } from "@/lib/mailbox";
import type { Deps } from "@/lib/ports";

/**
 * What a Mailbox page shows for its address: the list, and the message that is open or else the newest, with what it was
 * written for where that is known.
 */
export async function readMailbox(deps: Deps, environmentId: string, search: MailboxSearch) {
  const { to, opened } = readMailboxSearch(search);
  // First, so that mail arriving between the two is noticed by the next look rather than missed.
  const newestId = await newestMailboxId(deps, environmentId);
  const messages = await orElse(listMailbox(deps, environmentId, { to: to ?? undefined }), []);
  const selected = opened ? await readOpened(deps, environmentId, messages, opened) : (messages[0] ?? null);
  const written = selected && (await mailboxOrigin(deps, environmentId, selected.id));
  return { to, opened, newestId, messages, selected, written };
}

async function readOpened(deps: Deps, environmentId: string, listed: readonly MailboxMessage[], id: string) {
  const message = listed.find((each) => each.id === id);
  if (message || !isUuid(id)) return message ?? null;
  return orElse(readMailboxMessage(deps, environmentId, id), null);
}

/** A recipient that is no address at all has no mail, and a message that was deleted is no error of the page. */
async function orElse<Found, Otherwise>(found: Promise<Found>, otherwise: Otherwise): Promise<Found | Otherwise> {
  try {
    return await found;
  } catch (error) {
    if (isNinepinError(error)) return otherwise;
    throw error;
  }
}
