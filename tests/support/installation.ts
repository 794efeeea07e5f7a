import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

const Quickstart = z.object({
  app_url: z.string(),
  member_email: z.string(),
  environment_id: z.string(),
  publishable_key: z.string(),
  secret_key: z.string(),
  mailbox_url: z.string(),
  operator_key: z.string(),
});

/** What a server writes into its data folder at its first start. */
export type Quickstart = z.infer<typeof Quickstart>;

/** Reads it; without a folder, that of the server which Playwright has started. */
export function readQuickstart(dataDir = process.env.NINEPIN_E2E_DATA_DIR ?? ".data"): Quickstart {
  return Quickstart.parse(JSON.parse(readFileSync(join(dataDir, "quickstart.json"), "utf8")));
}
