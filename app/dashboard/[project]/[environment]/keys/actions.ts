"use server";

import { refresh } from "next/cache";
import { formOf, idOf } from "@/app/dashboard/arguments";
import { requireWritableEnvironment } from "@/app/dashboard/scope";
import type { EditKeyState, KeyFormState, RefusedKeyForm } from "@/components/keys/key-form-state";
import { isNinepinError, type NinepinError } from "@/lib/core/errors";
import { createApiKey, revokeApiKey, rotateApiKey, updateApiKey } from "@/lib/keys";
import { RotateApiKeyBody } from "@/lib/keys/contract";
import { fieldsOf, readEditForm, readKeyForm } from "./key-form";

/** Makes a key. Its text goes back to the form that asked, once, and nowhere else. */
export async function createKey(project: string, environment: string, form: FormData): Promise<KeyFormState> {
  try {
    const { deps, scope } = await requireWritableEnvironment(project, environment);
    const read = readKeyForm(formOf(form), deps.clock.now());
    if (!read.ok) return { status: "refused", message: null, fields: read.fields };
    const { id, name, type, key } = await createApiKey(deps, scope, read.input);
    refresh();
    return { status: "created", created: { id, name, type, key } };
  } catch (error) {
    if (!isNinepinError(error)) throw error;
    return refusedBy(error);
  }
}

/** Changes a key's name, what it may do and from where. */
export async function editKey(
  project: string,
  environment: string,
  keyId: string,
  form: FormData,
): Promise<EditKeyState> {
  try {
    const { deps, scope } = await requireWritableEnvironment(project, environment);
    const read = readEditForm(formOf(form));
    if (!read.ok) return { status: "refused", message: null, fields: read.fields };
    await updateApiKey(deps, scope, idOf(keyId), read.input);
    refresh();
    return { status: "saved" };
  } catch (error) {
    if (!isNinepinError(error)) throw error;
    return refusedBy(error);
  }
}

function refusedBy(error: NinepinError): RefusedKeyForm {
  const issues = (error.options.fields ?? []).map(({ path, message }) => ({ path: path.split("."), message }));
  return { status: "refused", message: error.message, fields: fieldsOf(issues) };
}

/**
 * Makes a key in another's place, whose text goes back to the dialog that asked, once, and nowhere else. The page is drawn
 * anew when that dialog is closed.
 */
export async function rotateKey(
  project: string,
  environment: string,
  keyId: string,
  overlapSeconds: number,
): Promise<KeyFormState> {
  const body = RotateApiKeyBody.safeParse({ overlap_seconds: overlapSeconds });
  if (!body.success) return { status: "refused", message: "Choose how long the old key goes on", fields: {} };
  try {
    const { deps, scope } = await requireWritableEnvironment(project, environment);
    const { id, name, type, key } = await rotateApiKey(deps, scope, idOf(keyId), body.data);
    return { status: "created", created: { id, name, type, key } };
  } catch (error) {
    if (!isNinepinError(error)) throw error;
    return { status: "refused", message: error.message, fields: {} };
  }
}

/** Revokes a key; answers what went wrong, if anything did. */
export async function revokeKey(project: string, environment: string, keyId: string): Promise<string | undefined> {
  try {
    const { deps, scope } = await requireWritableEnvironment(project, environment);
    await revokeApiKey(deps, scope, idOf(keyId));
    refresh();
  } catch (error) {
    if (!isNinepinError(error)) throw error;
    return error.message;
  }
}
