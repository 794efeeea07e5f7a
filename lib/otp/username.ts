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

/** What a username stands for: an address is looked for first. */
const BEHIND = ["email", "phone"] as const;

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
  const [address, number] = BEHIND.filter((type) => CHANNELS_OF[type].includes(channel)).map((type) =>
    contacts.find((contact) => contact.type === type),
  );
  return address ?? number ?? null;
}

/**
 * Under which name a username is counted where nothing goes out for it: one for the channels that reach an address and one
 * for those that reach a number, as if it had both. Counted over all channels at once it would be known for nobody's.
 */
export function decoyKeyOf(
  deps: Pick<Deps, "keyring">,
  environment: Pick<Environment, "id">,
  username: string,
  behind: Contact["type"],
): Buffer {
  const { keyring } = deps;
  return keyring.mac("identifier", `${environment.id}\ndecoy\n${behind}\n${username}`, keyring.oldestId);
}

/**
 * What a channel would find behind a username that it finds nothing behind. One that reaches addresses and numbers finds
 * what a keyed hash of the name says, every time.
 */
export function behindDecoy(
  deps: Pick<Deps, "keyring">,
  environment: Pick<Environment, "id">,
  username: string,
  channel: Channel,
): Contact["type"] {
  const [only, other] = BEHIND.filter((type) => CHANNELS_OF[type].includes(channel));
  if (only !== undefined && other === undefined) return only;
  const { keyring } = deps;
  const [byte = 0] = keyring.mac("identifier", `${environment.id}\nbehind\n${username}`, keyring.oldestId);
  return byte % 2 === 0 ? "email" : "phone";
}

/**
 * Under which name a guess that names only the identifier is counted. Of a username it is what was asked for a code last
 * under it: the address or number behind it, or where nothing goes out for it, which counts alike.
 */
export async function keyOfGuess(
  deps: Pick<Deps, "db" | "keyring">,
  environment: Environment,
  identifier: Identifier,
  purpose: Purpose,
): Promise<Uint8Array> {
  const keyOf = (each: Identifier) => identifierKeyOf(deps.keyring, environment.id, each);
  if (identifier.type !== "username" || environment.installation) return keyOf(identifier);
  const username = identifier.value;
  const contacts = await readContactRows(deps.db, environment.id, username);
  const decoys = BEHIND.map((behind) => decoyKeyOf(deps, environment, username, behind));
  const identifierKeys = [...decoys, ...contacts.map(keyOf)];
  const newest = await newestKeyOfUsername(deps.db, environment.id, { identifierKeys, purpose, username });
  return newest ?? decoyKeyOf(deps, environment, username, "email");
}
