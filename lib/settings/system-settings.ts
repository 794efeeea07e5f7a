import { z } from "zod";
import { readSystemSettingsRow } from "@/db/queries/system-settings";
import { PLAN_NAMES } from "@/lib/billing";
import type { Deps } from "@/lib/ports";
import { BOUND_NAMES, BOUNDS, type BoundName, type NarrowedBounds } from "./bounds";

const ANNOUNCEMENT_MAX = 300;

function narrowed(name: BoundName) {
  const { min, max } = BOUNDS[name];
  const end = z.int("Must be a whole number").min(min, `Must be at least ${min}`).max(max, `Must be at most ${max}`);
  return z
    .strictObject({ min: end.optional(), max: end.optional() })
    .refine((own) => (own.min ?? min) <= (own.max ?? max), "The least must not be above the most");
}

const Stored = z.record(z.string(), z.unknown()).catch({});

const Bounds = z.strictObject(Object.fromEntries(BOUND_NAMES.map((name) => [name, narrowed(name).optional()])));

/** The operator's bounds as they are stored. What cannot be read narrows nothing, and leaves the others as they are. */
export function readBounds(stored: unknown): NarrowedBounds {
  const named = Stored.parse(stored ?? {});
  return Object.fromEntries(
    BOUND_NAMES.flatMap((name) => {
      const read = narrowed(name).safeParse(named[name]);
      return read.success ? [[name, read.data]] : [];
    }),
  );
}

const Fields = z.strictObject({
  sign_ups: z.enum(["open", "closed"]).meta({ description: "Whether companies can sign up by themselves." }),
  default_plan: z.enum(PLAN_NAMES).meta({ description: "The plan of whoever signs up." }),
  mailbox_per_hour: z
    .int("Must be a whole number")
    .min(10, "Must be at least 10")
    .max(1000, "Must be at most 1000")
    .meta({ description: "Codes that one mailbox gets in an hour from strangers, over all live environments." }),
  mailbox_per_environment_hour: z
    .int("Must be a whole number")
    .min(1, "Must be at least 1")
    .max(1000, "Must be at most 1000")
    .meta({ description: "Codes that one mailbox gets in an hour from strangers, of one live environment." }),
  sms_installation_cap_cents: z
    .int("Must be a whole number")
    .min(BOUNDS["sms.daily_spend_cap_cents"].min, "Must be at least 0")
    .max(BOUNDS["sms.daily_spend_cap_cents"].max, "Must be at most 1000000")
    .meta({
      description:
        "What messages to phones of one live environment may cost in a day, in US cents, where accounts of the installation's carry them.",
    }),
  announcement: z
    .string()
    .trim()
    .min(1, "Must not be empty")
    .max(ANNOUNCEMENT_MAX)
    .regex(/^[^\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]*$/u, "Must be one line")
    .nullable()
    .meta({ description: "What members read at the top of the dashboard. Null: nothing." }),
  bounds: Bounds.meta({ description: "Narrower bounds of settings in live environments, by the setting's name." }),
});

/** The operator's settings on the wire, all of them. */
export const SystemSettingsReply = z.object(Fields.shape).meta({ id: "SystemSettings" });

/** Those that change. `bounds` is replaced whole. */
export const SystemSettingsPatch = Fields.partial().meta({ id: "SystemSettingsPatch" });

export type SystemSettingsPatch = z.output<typeof SystemSettingsPatch>;

/** The operator's settings, complete, with the version they are of; 0 where nobody has changed any. */
export type SystemSettings = { version: number } & z.output<typeof Fields>;

const DEFAULTS: z.output<typeof Fields> = {
  sign_ups: "open",
  default_plan: "free",
  mailbox_per_hour: 50,
  mailbox_per_environment_hour: 10,
  sms_installation_cap_cents: 2_000,
  announcement: null,
  bounds: {},
};

/** The operator's settings as the database has them now. */
export async function readSystemSettings(deps: Pick<Deps, "db">): Promise<SystemSettings> {
  return (await readStoredSystem(deps)).system;
}

/**
 * The same, with what is stored beside them: while a newer version is brought out, its settings are there and mean nothing
 * to this one. `withStrange` puts them beside settings that are to be stored.
 */
export async function readStoredSystem(
  deps: Pick<Deps, "db">,
): Promise<{ system: SystemSettings; withStrange: (settings: z.output<typeof Fields>) => object }> {
  const row = await readSystemSettingsRow(deps.db.orm);
  const stored = Stored.parse(row?.settings ?? {});
  const bounds = Stored.parse(stored.bounds ?? {});
  const settings = z.object(Fields.shape).parse({ ...DEFAULTS, ...stored, bounds: readBounds(bounds) });
  const strangeBounds = Object.entries(bounds).filter(([name]) => !BOUND_NAMES.some((known) => known === name));
  return {
    system: { version: row?.version ?? 0, ...settings },
    withStrange: (next) => ({ ...stored, ...next, bounds: { ...Object.fromEntries(strangeBounds), ...next.bounds } }),
  };
}

/** The same, at most five seconds old. */
export function systemSettings(deps: Pick<Deps, "caches" | "db">): SystemSettings | Promise<SystemSettings> {
  return deps.caches.system.get("newest", () => readSystemSettings(deps));
}
