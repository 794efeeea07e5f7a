import { z } from "zod";

/** Accounts at providers as a statement gives them, in JSON. */
export const StoredAccounts = z.array(
  z
    .object({ id: z.string(), provider: z.string(), label: z.string(), config_encrypted: z.string() })
    .transform(({ config_encrypted, ...account }) => ({
      ...account,
      configEncrypted: Buffer.from(config_encrypted, "hex"),
    })),
);

const Able = z.object({ smtp: z.boolean(), returnPath: z.boolean(), resend: z.boolean() });

/** Verified domains as a statement gives them, in JSON. */
export const StoredSenders = z.array(
  z
    .object({
      id: z.string(),
      name: z.string(),
      selector: z.string(),
      key: z.string(),
      since: z.string(),
      lost_at: z.string().nullable(),
      able: Able.nullable(),
    })
    .transform(({ selector, key, since, lost_at, able, ...sender }) => ({
      ...sender,
      dkimSelector: selector,
      dkimPrivateKeyEncrypted: Buffer.from(key, "hex"),
      since: new Date(since),
      lostAt: lost_at === null ? null : new Date(lost_at),
      able: able ?? { smtp: false, returnPath: false, resend: false },
    })),
);
