"use server";

import { requireWritableEnvironment } from "@/app/dashboard/scope";
import type { KeyFormState } from "@/components/keys/key-form-state";
import { isNinepinError } from "@/lib/core/errors";
import { createApiKey } from "@/lib/keys";

/** Makes the key of the first call: secret, in test, named so that it is known again in the list. */
export async function createFirstKey(project: string): Promise<KeyFormState> {
  try {
    const { deps, scope } = await requireWritableEnvironment(project, "test");
    const { id, name, type, key } = await createApiKey(deps, scope, {
      name: "First call",
      type: "secret",
      kind: null,
      allowedIps: [],
      allowedOrigins: [],
      expiresAt: null,
    });
    return { status: "created", created: { id, name, type, key } };
  } catch (error) {
    if (!isNinepinError(error)) throw error;
    return { status: "refused", message: error.message, fields: {} };
  }
}
