import type { Route } from "next";

type Path = "/mailbox" | `/dashboard/${string}/${string}/mailbox`;

/** Where a Mailbox is: an environment's, or the installation's. */
export type MailboxRoute = Route<Path>;

/** The same, with its list narrowed to one recipient or not. */
export type MailboxListRoute = Route<Path | `${Path}?to=${string}`>;
