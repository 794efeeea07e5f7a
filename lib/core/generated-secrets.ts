import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import type { Random } from "./random";

const Stored = z.object({ secret_key: z.string(), operator_key: z.string() });

export type GeneratedSecrets = { rootSecret: Buffer; operatorKey: string };

/**
 * The secrets that nobody configured, made once and kept in the data folder, readable by its owner only. Exists for the
 * embedded size; elsewhere only the operator key may come from here, and never in production.
 */
export function generatedSecrets(dataDir: string, random: Random): GeneratedSecrets {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const file = join(dataDir, "secrets.json");
  const known = readStored(file);
  if (known) return { rootSecret: Buffer.from(known.secret_key, "base64"), operatorKey: known.operator_key };
  const made = {
    secret_key: random.bytes(32).toString("base64"),
    operator_key: `np_op_${random.bytes(24).toString("base64url")}`,
  };
  // "wx": of two processes that start at once, one writes and the other reads what was written.
  try {
    writeFileSync(file, `${JSON.stringify(made, null, 2)}\n`, { mode: 0o600, flag: "wx" });
  } catch {
    const other = readStored(file);
    if (!other) throw new Error(`${file} can neither be written nor read`);
    return { rootSecret: Buffer.from(other.secret_key, "base64"), operatorKey: other.operator_key };
  }
  return { rootSecret: Buffer.from(made.secret_key, "base64"), operatorKey: made.operator_key };
}

function readStored(file: string): z.infer<typeof Stored> | null {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch {
    return null;
  }
  return Stored.parse(JSON.parse(text));
}
