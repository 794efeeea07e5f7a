import { z } from "zod";
import { Timestamp, timestamp, Uuid } from "@/lib/core/wire";

/** A path to a receiver, and the address that senders use. */
export const EchoParams = z.object({ echo: Uuid });
export const EchoTokenParams = z.object({ token: z.string().regex(/^[A-Za-z0-9_-]{22,64}$/) });

/** A request as it came. */
export const EchoBody = z.object({ headers: z.record(z.string(), z.string()), text: z.string() });

export const CreatedEchoReply = z.object({
  id: z.uuid(),
  url: z.string().optional().meta({ description: "Appears nowhere else. Ends after 24 hours." }),
  expires_at: Timestamp,
});

export const EchoReply = z.object({
  id: z.uuid(),
  expires_at: Timestamp,
  data: z.array(
    z.object({
      id: z.uuid(),
      at: Timestamp,
      headers: z.record(z.string(), z.string()),
      body: z.string(),
      signature: z.object({
        content: z.string().meta({ description: "What is signed: id, timestamp and body, joined by dots." }),
        expected: z
          .string()
          .nullable()
          .meta({ description: "What your handler should get; null where no signature that was sent matches." }),
        matches: z.boolean(),
      }),
    }),
  ),
});

/** What is signed of a request, and the signature that was sent with it and is the endpoint's; null where none is. */
export type CheckedSignature = { content: string; expected: string | null; matches: boolean };

export type EchoedRequest = {
  id: string;
  at: Date;
  headers: Record<string, string>;
  body: string;
  signature: CheckedSignature;
};

export type EchoReceiver = { id: string; expiresAt: Date; requests: EchoedRequest[] };

/** A new receiver on the wire. */
export function presentCreatedEcho(echo: {
  id: string;
  url?: string;
  expiresAt: Date;
}): z.input<typeof CreatedEchoReply> {
  return { id: echo.id, ...(echo.url !== undefined && { url: echo.url }), expires_at: timestamp(echo.expiresAt) };
}

/** What a receiver got on the wire. */
export function presentEcho({ id, expiresAt, requests }: EchoReceiver): z.input<typeof EchoReply> {
  return {
    id,
    expires_at: timestamp(expiresAt),
    data: requests.map(({ at, ...request }) => ({ ...request, at: timestamp(at) })),
  };
}
