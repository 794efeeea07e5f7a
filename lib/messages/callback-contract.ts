import { z } from "zod";
import { Uuid } from "@/lib/core/wire";

/** The longest batch that SendGrid sends is 768 KB; SNS posts 256 KB, escaped. */
export const CALLBACK_BYTES = 1024 * 1024;

/** The address that a vendor calls. The secret in it says whose account it is. */
export const CallbackParams = z.object({ secret: z.string().regex(/^[A-Za-z0-9_-]{60,80}$/) });

/** Which message the address names, for a vendor that signs it. */
export const CallbackQuery = z
  .strictObject({ environment: Uuid, message: Uuid })
  .transform(({ environment, message }) => ({ environmentId: environment, messageId: message }));

/** The hash of the body, for a vendor that signs the address and has the hash in it. */
export const HashQuery = z
  .strictObject({ bodySHA256: z.string().regex(/^[0-9a-f]{64}$/i) })
  .transform(({ bodySHA256 }) => ({ bodyHash: bodySHA256 }));

/** A callback as it came: what is signed are these bytes. */
export const CallbackBody = z.object({ headers: z.record(z.string(), z.string()), text: z.string() });

/** Where vendors are to tell of what the installation's own accounts carried. */
export const CallbacksReply = z.object({
  data: z.array(
    z.object({
      vendor: z.enum(["resend", "sendgrid", "ses", "twilio_verify"]),
      url: z.string().meta({ description: "Enter it at the vendor. Whoever has it may post there." }),
      checked: z.boolean().meta({
        description: "False where nothing is configured to check signatures with: every callback is refused.",
      }),
    }),
  ),
});
