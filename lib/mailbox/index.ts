export {
  checkInstallationMailboxCookie,
  installationEnvironmentId,
  installationMailboxUrl,
  openInstallationMailbox,
} from "./installation-mailbox";
export {
  clearMailbox,
  deleteMailboxMessage,
  listMailbox,
  type MailboxMessage,
  mailboxOrigin,
  newestMailboxId,
  readMailboxMessage,
  waitForMailbox,
} from "./mailbox";
