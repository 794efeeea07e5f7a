import type { MailAddress } from "../channel";

/** `"Name" <address>`: quoted, so that nothing in the name is read as an address (RFC 5322, 3.4). */
export function mailbox({ name, address }: MailAddress): string {
  const plain = name.replace(/["\\<>\r\n]/g, "").trim();
  return plain === "" ? address : `"${plain}" <${address}>`;
}
