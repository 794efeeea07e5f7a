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
  newestMailboxId,
  readMailboxMessage,
  waitForMailbox,
} from "./mailbox";
