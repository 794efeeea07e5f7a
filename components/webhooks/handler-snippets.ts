/** A handler of one event in each language, with the Standard Webhooks library. */
export function handlersOf(type: string): readonly { label: string; code: string }[] {
  return [
    {
      label: "TypeScript: npm install standardwebhooks",
      code: [
        'import { Webhook } from "standardwebhooks";',
        "",
        "export async function POST(request: Request) {",
        '  const webhook = new Webhook(process.env.NINEPIN_WEBHOOK_SECRET ?? "");',
        "  const event = webhook.verify(await request.text(), Object.fromEntries(request.headers));",
        `  if (event.type === "${type}") console.log(event.data);`,
        "  return new Response(null, { status: 204 });",
        "}",
      ].join("\n"),
    },
    {
      label: "Python: pip install standardwebhooks",
      code: [
        "from standardwebhooks import Webhook",
        "",
        "def handle(body: bytes, headers: dict) -> None:",
        '    event = Webhook(os.environ["NINEPIN_WEBHOOK_SECRET"]).verify(body, headers)',
        `    if event["type"] == "${type}":`,
        '        print(event["data"])',
      ].join("\n"),
    },
  ];
}
