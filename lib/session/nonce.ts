import { headers } from "next/headers";
import { NONCE_HEADER } from "./nonce-header";

/** The nonce of this answer. A page that asks for it is drawn anew for every request. */
export async function readNonce(): Promise<string | undefined> {
  return (await headers()).get(NONCE_HEADER) ?? undefined;
}
