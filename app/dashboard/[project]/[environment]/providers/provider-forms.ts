import { fail } from "@/lib/core/errors";
import {
  ProviderAccountBody,
  type ProviderAccountInput,
  ProviderAccountPatch,
  type ProviderAccountPatchInput,
  TestAccountBody,
  type TestAccountInput,
} from "@/lib/providers/contract";

const FIELD = "config.";

/** Reads the form of a new account. `invalid_request` says, field by field, what is wrong with it. */
export function readAccountForm(form: FormData): ProviderAccountInput {
  const config = Object.fromEntries(filled(form));
  return parsed(ProviderAccountBody.safeParse({ provider: text(form, "provider"), label: labelOf(form), config }));
}

/** Reads the form of a change: what was left empty stays. */
export function readAccountChange(form: FormData): ProviderAccountPatchInput {
  const config = Object.fromEntries(filled(form));
  const changes = Object.keys(config).length > 0;
  return parsed(ProviderAccountPatch.safeParse({ label: text(form, "label"), ...(changes && { config }) }));
}

/** Reads the form of a test. */
export function readTestForm(form: FormData): TestAccountInput {
  const to = text(form, "to");
  return parsed(TestAccountBody.safeParse(to === "" ? {} : { to }));
}

function filled(form: FormData): [string, string][] {
  const names = [...form.keys()].filter((name) => name.startsWith(FIELD));
  return names.flatMap((name) => {
    const value = text(form, name);
    return value === "" ? [] : [[name.slice(FIELD.length), value]];
  });
}

function labelOf(form: FormData): string | undefined {
  const label = text(form, "label");
  return label === "" ? undefined : label;
}

function text(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === "string" ? value.trim() : "";
}

type Parsed<T> =
  | { success: true; data: T }
  | { success: false; error: { issues: readonly { path: readonly PropertyKey[]; message: string }[] } };

function parsed<T>(result: Parsed<T>): T {
  if (result.success) return result.data;
  const fields = result.error.issues.map(({ path, message }) => ({ path: path.map(String).join("."), message }));
  return fail("invalid_request", { fields });
}
