import { z } from "zod";
import { decrypt, encrypt } from "@/lib/core/encryption";
import type { Random } from "@/lib/core/random";
import type { Keyring } from "@/lib/core/secrets";
import type { Entered } from "./registry";

const Stored = z.record(z.string(), z.string());

/** The row that an account's configuration belongs to: it opens in no other. */
export type AccountPlace = { environmentId: string; accountId: string };

/** What was entered of an account, encrypted, as it is stored. */
export function sealAccountConfig(keyring: Keyring, random: Random, place: AccountPlace, entered: Entered): Buffer {
  return encrypt(keyring, random, JSON.stringify(entered), contextOf(place));
}

/** Opens what `sealAccountConfig` made for the same place. Throws where it was changed, moved or its key is gone. */
export function openAccountConfig(keyring: Keyring, place: AccountPlace, sealed: Uint8Array): Entered {
  return Stored.parse(JSON.parse(decrypt(keyring, sealed, contextOf(place)).toString()));
}

function contextOf({ environmentId, accountId }: AccountPlace): string {
  return `provider_accounts/${environmentId}/${accountId}`;
}
