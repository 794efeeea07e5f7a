import { newestKeyOfUsername, readContactRows } from "@/db/queries/usernames";
import type { Channel } from "@/lib/delivery/channel";
import type { Deps, Environment } from "@/lib/ports";
import { type Contact, type Identifier, identifierKeyOf } from "@/lib/users/identifier";
import type { Purpose } from "./contract";
import { CHANNELS_OF } from "./policy";

/**
 * The channel of a username's code where none is asked for, whoever it is: one that was chosen by what the user has would
 * tell strangers what that is.
 */
export const USUAL_CHANNEL: Channel = "email";

const BY_NUMBER: readonly Channel[] = ["sms", "voice", "whatsapp"];

/** By which channels another message of a username's challenge can go: the same ones whatever stands behind the name. */
export function channelsAfter(channel: Channel): readonly Channel[] {
  return BY_NUMBER.includes(channel) ? BY_NUMBER : [channel];
}

/**
 * Where a username's code goes by that channel: the oldest of the user's addresses or numbers that it reaches. Null where
 * nobody has the name, or nothing that it reaches.
 */
export async function contactOf(
  deps: Pick<Deps, "db">,
  environment: Environment,
  username: string,
  channel: Channel,
): Promise<Contact | null> {
  const contacts = await readContactRows(deps.db, environment.id, username);
  const [address, number] = (["email", "phone"] as const)
    .filter((type) => CHANNELS_OF[type].includes(channel))
    .map((type) => contacts.find((contact) => contact.type === type));
  return address ?? number ?? null;
}

/**
 * Under which name a guess that names only the identifier is counted. Of a username it is the address or number behind it
 * that was sent a code last; its own, which counts alike, where nobody has it.
 */
export async function keyOfGuess(
  deps: Pick<Deps, "db" | "keyring">,
  environment: Environment,
  identifier: Identifier,
  purpose: Purpose,
): Promise<Uint8Array> {
  const keyOf = (each: Identifier) => identifierKeyOf(deps.keyring, environment.id, each);
  const own = keyOf(identifier);
  if (identifier.type !== "username" || environment.installation) return own;
  const contacts = await readContactRows(deps.db, environment.id, identifier.value);
  const identifierKeys = [own, ...contacts.map(keyOf)];
  const username = identifier.value;
  return (await newestKeyOfUsername(deps.db, environment.id, { identifierKeys, purpose, username })) ?? own;
}
