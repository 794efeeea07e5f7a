"use server";

import { refresh } from "next/cache";
import { z } from "zod";
import { argumentOf } from "@/app/dashboard/arguments";
import { requireEnvironment, requireWritableEnvironment } from "@/app/dashboard/scope";
import type { Preview } from "@/components/settings/apply-changes";
import type { Preflight } from "@/components/settings/origins-form";
import { TOPICS, type Topic } from "@/components/settings/setting-names";
import type { SettingsState } from "@/components/settings/settings-state";
import type { MadeSigningKey } from "@/components/settings/signing-keys";
import { copySettings, readSettings, readVersion, restoreVersion, updateSettings } from "@/lib/configuration";
import { UpdateConfigurationBody } from "@/lib/configuration/contract";
import { apiUrlOf } from "@/lib/core/api-url";
import { isNinepinError } from "@/lib/core/errors";
import { diffSettings, SettingsReply } from "@/lib/settings";
import { rotateSigningKey } from "@/lib/tokens";
import { RotateSigningKeyBody } from "@/lib/tokens/contract";
import { authorsOf } from "./authors";
import { askPreflight } from "./preflight";
import { fieldsOf, readSettingsForm, valuesOf } from "./settings-form-data";

const NOTHING_SAVED = "Nothing was saved. Look at what is marked.";
/** Which version an action may name. */
const VersionNumber = z.int().min(0).max(2_147_483_646);
const SigningKeyAsked = z
  .object({ algorithm: z.string(), atOnce: z.boolean() })
  .transform(({ algorithm, atOnce }) => ({ algorithm, at_once: atOnce }));
const Newer = z.object({ version: z.int(), author: z.string(), settings: SettingsReply });

/** Saves a topic's settings on the version that its form was drawn from. */
export async function saveSettings(
  project: string,
  environment: string,
  topic: Topic,
  state: SettingsState,
  form: FormData,
): Promise<SettingsState> {
  const turn = (state?.turn ?? 0) + 1;
  const refused = (message: string, fields = {}): SettingsState => ({ turn, status: "refused", message, fields });
  if (!Object.hasOwn(TOPICS, topic)) return refused("There are no such settings");
  if (!(form instanceof FormData)) return refused(NOTHING_SAVED);
  const read = readSettingsForm(topic, form);
  if (!read.ok) return refused(NOTHING_SAVED, read.fields);
  const body = UpdateConfigurationBody.safeParse({ version: Number(form.get("version")), settings: read.patch });
  if (!body.success) {
    const errors = body.error.issues.map(({ path, message }) => ({ path: path.map(String).join("."), message }));
    return refused(NOTHING_SAVED, fieldsOf(errors, read.texts));
  }
  try {
    const { deps, scope } = await requireWritableEnvironment(project, environment);
    const { version, settings } = await updateSettings(deps, scope, body.data);
    refresh();
    return { turn, status: "saved", version, values: valuesOf(topic, settings) };
  } catch (error) {
    if (!isNinepinError(error)) throw error;
    const newer = error.code === "conflict" ? Newer.safeParse(error.options.extra) : null;
    if (newer?.success) {
      const { version, author, settings } = newer.data;
      return {
        turn,
        status: "conflict",
        version,
        values: valuesOf(topic, settings),
        author: await nameOf(project, environment, author),
      };
    }
    const fields = fieldsOf(error.options.fields ?? [], read.texts);
    return refused(Object.keys(fields).length > 0 ? NOTHING_SAVED : error.message, fields);
  }
}

async function nameOf(project: string, environment: string, author: string): Promise<string> {
  const { deps, member, scope } = await requireEnvironment(project, environment);
  const name = (await authorsOf(deps, scope, member.id))(author);
  return name === "you" ? "Another window of yours" : name.charAt(0).toUpperCase() + name.slice(1);
}

/** Makes a signing key; the secret of HS256 goes back to the dialog that asked, once, and nowhere else. */
export async function makeSigningKey(
  project: string,
  environment: string,
  input: { algorithm: string; atOnce: boolean },
): Promise<MadeSigningKey> {
  const asked = SigningKeyAsked.safeParse(input);
  const body = asked.success ? RotateSigningKeyBody.safeParse(asked.data) : asked;
  if (!body.success) return { ok: false, problem: "Choose one of the algorithms" };
  try {
    const { deps, scope } = await requireWritableEnvironment(project, environment);
    const { key, secret } = await rotateSigningKey(deps, scope, body.data);
    refresh();
    return { ok: true, kid: key.kid, secret: secret?.toString("base64url") ?? null };
  } catch (error) {
    if (!isNinepinError(error)) throw error;
    return { ok: false, problem: error.message };
  }
}

/** Asks as a browser on that origin would, before it calls. */
export async function testOrigin(project: string, environment: string, origin: string): Promise<Preflight> {
  const { deps } = await requireEnvironment(project, environment);
  return askPreflight(apiUrlOf(deps.env), String(origin));
}

/** What restoring a version would change. */
export async function previewRestore(project: string, environment: string, number: number): Promise<Preview> {
  try {
    const { deps, scope } = await requireEnvironment(project, environment);
    const wanted = argumentOf(VersionNumber, number);
    const [{ version, settings }, earlier] = await Promise.all([
      readSettings(deps, scope),
      readVersion(deps, scope, wanted),
    ]);
    return { ok: true, version, changes: diffSettings(settings, earlier.settings) };
  } catch (error) {
    if (!isNinepinError(error)) throw error;
    return { ok: false, problem: error.message };
  }
}

/** Makes an earlier version the current one; answers what went wrong, if anything did. */
export async function restore(
  project: string,
  environment: string,
  number: number,
  read: number,
): Promise<string | undefined> {
  try {
    const { deps, scope } = await requireWritableEnvironment(project, environment);
    await restoreVersion(deps, scope, {
      version: argumentOf(VersionNumber, number),
      read: argumentOf(VersionNumber, read),
    });
    refresh();
  } catch (error) {
    if (!isNinepinError(error)) throw error;
    return reasonOf(error);
  }
}

/** What copying the settings of the project's other environment here would change. */
export async function previewCopy(project: string, environment: string): Promise<Preview> {
  try {
    const { deps, scope } = await requireWritableEnvironment(project, environment);
    const { version, changes } = await copySettings(deps, scope, {
      fromEnvironmentId: null,
      dryRun: true,
      version: undefined,
    });
    return { ok: true, version, changes };
  } catch (error) {
    if (!isNinepinError(error)) throw error;
    return { ok: false, problem: reasonOf(error) };
  }
}

/** Copies the settings of the project's other environment here; answers what went wrong, if anything did. */
export async function copy(project: string, environment: string, read: number): Promise<string | undefined> {
  try {
    const { deps, scope } = await requireWritableEnvironment(project, environment);
    await copySettings(deps, scope, {
      fromEnvironmentId: null,
      dryRun: false,
      version: argumentOf(VersionNumber, read),
    });
    refresh();
  } catch (error) {
    if (!isNinepinError(error)) throw error;
    return reasonOf(error);
  }
}

function reasonOf(error: {
  message: string;
  options: { fields?: readonly { path: string; message: string }[] };
}): string {
  const [first] = error.options.fields ?? [];
  return first ? `${first.path.replace(/^settings\./, "")}: ${first.message}` : error.message;
}
