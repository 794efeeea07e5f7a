/** Stands in a command where the reader's own key belongs. */
export const KEY_PLACEHOLDER = "$NINEPIN_KEY";

function inSingleQuotes(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/** The first call of every app, as a command that works as pasted in a POSIX shell. */
export function requestCodeCommand({ email, ...options }: { apiUrl: string; key: string; email: string }): string {
  return requestOtpCommand(options, { email });
}

/** The same call in the languages that most begin in, each to be run as it is. */
export function requestCodeSnippets(options: {
  apiUrl: string;
  key: string;
  email: string;
}): { name: string; label: string; code: string }[] {
  // JSON's strings are JavaScript's and Python's too.
  const url = JSON.stringify(`${options.apiUrl}/api/auth/request-otp`);
  const [key, email] = [JSON.stringify(options.key), JSON.stringify(options.email)];
  return [
    { name: "curl", label: "cURL", code: requestCodeCommand(options) },
    {
      name: "node",
      label: "Node.js",
      code: `const answer = await fetch(${url}, {
  method: "POST",
  headers: { "X-API-Key": ${key}, "Content-Type": "application/json" },
  body: JSON.stringify({ email: ${email} }),
});
console.log(answer.status, await answer.json());`,
    },
    {
      name: "python",
      label: "Python",
      code: `import json, urllib.request

request = urllib.request.Request(
    ${url},
    data=json.dumps({"email": ${email}}).encode(),
    headers={"X-API-Key": ${key}, "Content-Type": "application/json"},
)
with urllib.request.urlopen(request) as answer:
    print(answer.status, json.load(answer))`,
    },
  ];
}

/** Sends another code of a challenge, as such a command. */
export function resendCodeCommand(options: { apiUrl: string; key: string; challengeId: string }): string {
  return requestOtpCommand(options, { challenge_id: options.challengeId });
}

function requestOtpCommand({ apiUrl, key }: { apiUrl: string; key: string }, body: object): string {
  return [
    `curl -X POST ${apiUrl}/api/auth/request-otp`,
    `  -H "X-API-Key: ${key}"`,
    `  -H "Content-Type: application/json"`,
    `  -d ${inSingleQuotes(JSON.stringify(body))}`,
  ].join(" \\\n");
}

/** The line of an `.env` file that holds a key. */
export function envLine(key: string, type: "publishable" | "secret"): string {
  return `${type === "secret" ? "NINEPIN_SECRET_KEY" : "NINEPIN_PUBLISHABLE_KEY"}=${key}`;
}

/** How a test reads the newest message of a recipient, waiting up to ten seconds for one. */
export function readMessagesCommand(options: { apiUrl: string; key: string; to: string }): string {
  const query = `to=${encodeURIComponent(options.to)}&wait=10`;
  return `curl "${options.apiUrl}/api/test/messages?${query}" \\\n  -H "Authorization: Bearer ${options.key}"`;
}
