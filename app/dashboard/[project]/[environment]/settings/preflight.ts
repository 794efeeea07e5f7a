import type { Preflight } from "@/components/settings/origins-form";

const TIMEOUT_MS = 5_000;
const SHOWN = /^(access-control-|vary$)/;

/** Sends the question that a browser asks before it calls from that origin, to where apps call. */
export async function askPreflight(apiUrl: string, origin: string): Promise<Preflight> {
  if (!URL.canParse(origin) || new URL(origin).origin !== origin) {
    return { ok: false, problem: "A browser would never send this: it is no origin" };
  }
  try {
    const answer = await fetch(`${apiUrl}/api/auth/request-otp`, {
      method: "OPTIONS",
      headers: {
        origin,
        "access-control-request-method": "POST",
        "access-control-request-headers": "content-type,x-api-key",
      },
      cache: "no-store",
      redirect: "manual",
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const headers = [...answer.headers]
      .filter(([name]) => SHOWN.test(name))
      .map(([name, value]) => `${name}: ${value}`);
    const allowed = answer.ok && answer.headers.get("access-control-allow-origin") === origin;
    return { ok: true, allowed, status: answer.status, headers: headers.join("\n") || "No access-control headers" };
  } catch {
    return { ok: false, problem: `${apiUrl} could not be reached from the server` };
  }
}
