/** What the Mailbox's address may carry. */
export type MailboxSearch = { to?: string | string[]; message?: string | string[] };

/** The recipient the list is narrowed to, and the message that is open. */
export function readMailboxSearch(search: MailboxSearch): { to: string | null; opened: string | null } {
  return { to: only(search.to), opened: only(search.message) };
}

function only(value: string | string[] | undefined): string | null {
  return typeof value === "string" && value.trim() !== "" ? value.trim() : null;
}
