import type { ReactNode } from "react";
import { CodeBlock } from "@/components/ui/code-block";

const KEY = "np_test_sk_YOUR_KEY";

function pastes(apiUrl: string) {
  return [
    {
      title: "Ask for a code",
      text: "The code goes out by email, in your brand. With a test key nothing leaves: the code is in the answer and in your Mailbox.",
      request: `curl -X POST ${apiUrl}/api/auth/request-otp \\
  -H "X-API-Key: ${KEY}" \\
  -H "Content-Type: application/json" \\
  -d '{"email":"verified@ninepin.test"}'`,
      reply: `{
  "status": "ok",
  "challenge_id": "019aa0f2-6c1e-7d54-9b1e-2f6a8c0d4e71",
  "channel": "email",
  "destination": "v•••@ninepin.test",
  "code_length": 9,
  "expires_at": "2026-11-20T14:32:00.000Z",
  "resend_after": "2026-11-20T14:22:00.000Z",
  "preview_code": "123456789"
}`,
    },
    {
      title: "Check it",
      text: "Five tries, then it is over. The right code works once, however many times it is sent at the same moment.",
      request: `curl -X POST ${apiUrl}/api/auth/verify-otp \\
  -H "X-API-Key: ${KEY}" \\
  -H "Content-Type: application/json" \\
  -d '{"email":"verified@ninepin.test","otp":"123456789"}'`,
      reply: `{
  "access_token": "eyJhbGciOiJFUzI1NiIsInR5cCI6ImF0K2p3dCIs…",
  "token_type": "bearer",
  "expires_in": 900,
  "refresh_token": "np_rt_…",
  "session_id": "019aa0f2-9d4b-7a3c-8f10-5b7e1d2c6a90",
  "device_token": "np_dt_…",
  "is_new_user": true,
  "user": { "id": "019aa0f2-9d4b-7f02-…", "role": "user", … }
}`,
    },
    {
      title: "Know who it is",
      text: "Any JWT library checks the token offline, against your environment's public keys. Or ask us, and a revoked session is out at once.",
      request: `curl ${apiUrl}/api/auth/me \\
  -H "Authorization: Bearer ACCESS_TOKEN"`,
      reply: `{
  "user": {
    "id": "019aa0f2-9d4b-7f02-…",
    "role": "user",
    "identifiers": [
      { "type": "email", "value": "verified@ninepin.test", … }
    ], …
  },
  "session": { "id": "019aa0f2-9d4b-…", "amr": ["otp", "email"], … }
}`,
    },
  ] as const;
}

/** The product's job in three pastes, each with what comes back. */
export function Quickstart({ apiUrl, children }: { apiUrl: string; children: ReactNode }) {
  return (
    <section id="quickstart" aria-labelledby="quickstart-title" className="scroll-mt-6">
      <h2 id="quickstart-title" className="display text-28 sm:text-40">
        Three pastes
      </h2>
      <p className="mt-3 max-w-[68ch] text-16 text-muted">{children}</p>
      <ol className="mt-8 grid grid-cols-1 gap-12">
        {pastes(apiUrl).map((paste, index) => (
          <li key={paste.title} className="grid grid-cols-1 gap-4">
            <div className="max-w-[68ch]">
              <h3 className="flex items-baseline gap-2.5 text-18">
                <span aria-hidden="true" className="font-code font-medium text-15 text-brand-text">
                  {index + 1}
                </span>
                {paste.title}
              </h3>
              <p className="mt-1.5 text-15 text-muted">{paste.text}</p>
            </div>
            <div className="grid grid-cols-1 gap-3 md:grid-cols-2">
              <CodeBlock label={`Paste ${index + 1}`} code={paste.request} />
              <CodeBlock label="Answer" code={paste.reply} copy={false} />
            </div>
          </li>
        ))}
      </ol>
    </section>
  );
}
