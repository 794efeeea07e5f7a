import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import type { Random } from "./random";

const Stored = z.object({ secret_key: z.string(), operator_key: z.string(), jwt_secret: z.string().optional() });

type Stored = z.infer<typeof Stored>;

export type GeneratedSecrets = { rootSecret: Buffer; operatorKey: string };

const fileIn = (dataDir: string) => join(dataDir, "secrets.json");
const inLines = (stored: Stored) => `${JSON.stringify(stored, null, 2)}\n`;

/**
 * The secrets that nobody configured, made once and kept in the data folder, readable by its owner only. Exists for the
 * embedded size; elsewhere only the operator key may come from here, and never in production.
 */
export function generatedSecrets(dataDir: string, random: Random): GeneratedSecrets {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const file = fileIn(dataDir);
  const known = readStored(file);
  if (known) return { rootSecret: Buffer.from(known.secret_key, "base64"), operatorKey: known.operator_key };
  const made = {
    secret_key: random.bytes(32).toString("base64"),
    operator_key: `np_op_${random.bytes(24).toString("base64url")}`,
  };
  // "wx": of two processes that start at once, one writes and the other reads what was written.
  try {
    writeFileSync(file, inLines(made), { mode: 0o600, flag: "wx" });
  } catch {
    const other = readStored(file);
    if (!other) throw new Error(`${file} can neither be written nor read`);
    return { rootSecret: Buffer.from(other.secret_key, "base64"), operatorKey: other.operator_key };
  }
  return { rootSecret: Buffer.from(made.secret_key, "base64"), operatorKey: made.operator_key };
}

/**
 * What personal mode signs its tokens with, where nobody configured it: made when it is first needed, beside the other
 * secrets, where its owner reads it. Only for whoever holds the data folder.
 */
export function generatedJwtSecret(dataDir: string, random: Random): string {
  generatedSecrets(dataDir, random);
  const file = fileIn(dataDir);
  const stored = readStored(file);
  if (!stored) throw new Error(`${file} cannot be read`);
  if (stored.jwt_secret !== undefined) return stored.jwt_secret;
  const jwt_secret = random.bytes(32).toString("base64");
  // Whole or not at all: a crash while it is written must not cost the root secret.
  writeFileSync(`${file}.new`, inLines({ ...stored, jwt_secret }), { mode: 0o600 });
  renameSync(`${file}.new`, file);
  return jwt_secret;
}

function readStored(file: string): Stored | null {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch {
    return null;
  }
  return Stored.parse(JSON.parse(text));
}
