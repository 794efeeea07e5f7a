import { fail } from "@/lib/core/errors";
import { TestUrlBody, TestWebhookBody, WebhookBody, type WebhookInput } from "@/lib/webhooks/contract";

/** Reads the form of an endpoint. `invalid_request` says, field by field, what is wrong with it. */
export function readWebhookForm(form: FormData): WebhookInput {
  const events = form.getAll("events").filter((each) => typeof each === "string");
  return parsed(WebhookBody.safeParse({ url: text(form, "url"), events, description: text(form, "description") }));
}

/** The URL and the event of a test before anything is saved: the first that was chosen. */
export function readTestForm(form: FormData) {
  const [event] = form.getAll("events").filter((each) => typeof each === "string");
  return parsed(TestUrlBody.safeParse({ url: text(form, "url"), ...(event !== undefined && { event }) }));
}

/** An event of the catalogue. */
export function readEvent(event: string) {
  return parsed(TestWebhookBody.safeParse({ event }));
}

type Parsed<T> =
  | { success: true; data: T }
  | { success: false; error: { issues: readonly { path: readonly PropertyKey[]; message: string }[] } };

function parsed<T>(result: Parsed<T>): T {
  if (result.success) return result.data;
  const fields = result.error.issues.map(({ path, message }) => {
    const field = String(path[0] ?? "");
    return { path: field, message: field === "url" ? "Enter a URL such as https://api.example.com/hooks" : message };
  });
  return fail("invalid_request", { fields });
}

function text(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === "string" ? value.trim() : "";
}
