import { SCOPE_PRESETS } from "@/lib/keys";
import {
  CreateApiKeyBody,
  type CreateApiKeyInput,
  UpdateApiKeyBody,
  type UpdateApiKeyInput,
} from "@/lib/keys/contract";

type Read = { ok: true; input: CreateApiKeyInput } | { ok: false; fields: Record<string, string> };

/** Reads the form of a new key. Says, field by field and in the form's own names, what is wrong with it. */
export function readKeyForm(form: FormData, now: Date): Read {
  const type = text(form, "type");
  const web = type === "publishable" && text(form, "kind") !== "app";
  const expiry = text(form, "expires_on");
  const parsed = CreateApiKeyBody.safeParse({
    name: text(form, "name"),
    type,
    ...(type === "publishable" ? { kind: text(form, "kind") } : {}),
    ...(web ? { allowed_origins: originsOf(text(form, "allowed_origins")) } : {}),
    ...(type === "secret" ? { scopes: scopesOf(form), allowed_ips: entriesOf(text(form, "allowed_ips")) } : {}),
    ...(expiry ? { expires_at: `${expiry}T23:59:59Z` } : {}),
  });
  if (!parsed.success) return { ok: false, fields: fieldsOf(parsed.error.issues) };
  if (parsed.data.expiresAt && parsed.data.expiresAt <= now) {
    return { ok: false, fields: { expires_on: "Choose a day that has not passed" } };
  }
  return { ok: true, input: parsed.data };
}

type ReadEdit = { ok: true; input: UpdateApiKeyInput } | { ok: false; fields: Record<string, string> };

/** Reads the form of a key that is there, which has the fields of the key's type and no others. */
export function readEditForm(form: FormData): ReadEdit {
  const parsed = UpdateApiKeyBody.safeParse({
    name: text(form, "name"),
    ...(form.has("allowed_origins") && { allowed_origins: originsOf(text(form, "allowed_origins")) }),
    ...(form.has("scope_preset") && { scopes: scopesOf(form) }),
    ...(form.has("allowed_ips") && { allowed_ips: entriesOf(text(form, "allowed_ips")) }),
  });
  return parsed.success ? { ok: true, input: parsed.data } : { ok: false, fields: fieldsOf(parsed.error.issues) };
}

function text(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === "string" ? value.trim() : "";
}

/** What the preset means; of the checkboxes where the choice is the member's own. */
function scopesOf(form: FormData): readonly unknown[] | null {
  const preset = Object.entries(SCOPE_PRESETS).find(([name]) => name === text(form, "scope_preset"));
  if (preset) return preset[1].scopes;
  return text(form, "scope_preset") === "custom" ? form.getAll("scopes") : null;
}

/** One entry a line; what a pasted list has around them is dropped. */
function entriesOf(lines: string): string[] {
  return lines.split(/[\s,]+/).filter((entry) => entry !== "");
}

function originsOf(lines: string): string[] {
  return entriesOf(lines.replace(/\/(?=[\s,]|$)/g, ""));
}

/** What is wrong, by the form's own names: each entry of a list is told at the list. */
export function fieldsOf(issues: readonly { path: readonly PropertyKey[]; message: string }[]): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const issue of issues) {
    const [name, index] = issue.path.map(String);
    if (name === undefined) continue;
    const field = name === "expires_at" ? "expires_on" : name;
    fields[field] ??=
      index === undefined ? sentence(field, issue.message) : `Line ${Number(index) + 1}: ${issue.message}`;
  }
  return fields;
}

function sentence(field: string, message: string): string {
  if (field === "name" && message === "Must not be empty") return "Give the key a name, so that you know it again";
  if (field === "expires_on") return "Enter a day such as 2027-01-31";
  if (field === "scopes" && message.startsWith("Must name")) return "Choose at least one";
  return message;
}
