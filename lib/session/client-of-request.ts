import { headers } from "next/headers";
import { readClient } from "@/lib/http/client";
import { newRequestId } from "@/lib/http/request-id";
import type { Client } from "@/lib/ports";

/** Who is at the other end of a page's or an action's request, read as the API reads it. */
export async function clientOfRequest(): Promise<Client> {
  return readClient(await headers(), newRequestId());
}
