"use server";

import { refresh } from "next/cache";
import { requireWritableEnvironment } from "@/app/dashboard/scope";
import type { KeyFormState } from "@/components/keys/key-form-state";
import { isNinepinError } from "@/lib/core/errors";
import { createApiKey, revokeApiKey } from "@/lib/keys";
import { readKeyForm } from "./key-form";

/** Makes a key. Its text goes back to the form that asked, once, and nowhere else. */
export async function createKey(project: string, environment: string, form: FormData): Promise<KeyFormState> {
  try {
    const { deps, scope } = await requireWritableEnvironment(project, environment);
    const read = readKeyForm(form, deps.clock.now());
    if (!read.ok) return { status: "refused", message: null, fields: read.fields };
    const { name, type, key } = await createApiKey(deps, scope, read.input);
    refresh();
    return { status: "created", created: { name, type, key } };
  } catch (error) {
    if (!isNinepinError(error)) throw error;
    const fields = Object.fromEntries((error.options.fields ?? []).map((field) => [field.path, field.message]));
    return { status: "refused", message: error.message, fields };
  }
}

/** Revokes a key; answers what went wrong, if anything did. */
export async function revokeKey(project: string, environment: string, keyId: string): Promise<string | undefined> {
  try {
    const { deps, scope } = await requireWritableEnvironment(project, environment);
    await revokeApiKey(deps, scope, keyId);
    refresh();
  } catch (error) {
    if (!isNinepinError(error)) throw error;
    return error.message;
  }
}
