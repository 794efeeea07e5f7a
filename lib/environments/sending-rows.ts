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

const LostAt = z
  .string()
  .nullable()
  .transform((at) => (at === null ? null : new Date(at)));

/** The names of verified domains as a statement gives them, in JSON. */
export const StoredProven = z.array(
  z.object({ name: z.string(), lost_at: LostAt }).transform(({ name, lost_at: lostAt }) => ({ name, lostAt })),
);

/** Verified domains as a statement gives them, in JSON. */
export const StoredSenders = z.array(
  z
    .object({
      id: z.string(),
      name: z.string(),
      selector: z.string(),
      key: z.string(),
      since: z.string(),
      lost_at: LostAt,
      able: Able.nullable(),
    })
    .transform(({ selector, key, since, lost_at: lostAt, able, ...sender }) => ({
      ...sender,
      dkimSelector: selector,
      dkimPrivateKeyEncrypted: Buffer.from(key, "hex"),
      since: new Date(since),
      lostAt,
      able: able ?? { smtp: false, returnPath: false, resend: false },
    })),
);
