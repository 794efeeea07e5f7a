import { CreateApiKeyBody, type CreateApiKeyInput } from "@/lib/keys/contract";

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
    ...(expiry ? { expires_at: `${expiry}T23:59:59Z` } : {}),
  });
  if (!parsed.success) return { ok: false, fields: fieldsOf(parsed.error.issues) };
  if (parsed.data.expiresAt && parsed.data.expiresAt <= now) {
    return { ok: false, fields: { expires_on: "Choose a day that has not passed" } };
  }
  return { ok: true, input: parsed.data };
}

function text(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === "string" ? value.trim() : "";
}

/** One origin a line; what a pasted list has around them is dropped. */
function originsOf(lines: string): string[] {
  return lines
    .split(/[\s,]+/)
    .map((origin) => origin.replace(/\/$/, ""))
    .filter((origin) => origin !== "");
}

function fieldsOf(issues: readonly { path: readonly PropertyKey[]; message: string }[]): Record<string, string> {
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
  return message;
}
