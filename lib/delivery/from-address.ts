import type { MessageHeader, OutgoingMessage } from "./channel";

/** The message from that address, under the same name, and its Message-ID on that address's domain. */
export function fromAddress(message: OutgoingMessage, address: string): OutgoingMessage {
  const headers = message.headers.map((header) => (header.name === ID ? messageIdOf(message.id, address) : header));
  return { ...message, from: { name: message.from.name, address }, headers };
}

const ID = "Message-ID";

/**
 * From the message's own id: sent again after a crash it is the same message to every mailbox. It stands on the domain that
 * sends, as that name's owner alone can say that nobody else has it (RFC 5322, 3.6.4).
 */
export function messageIdOf(id: string, address: string): MessageHeader {
  return { name: ID, value: `<${id}@${address.slice(address.indexOf("@") + 1)}>` };
}
