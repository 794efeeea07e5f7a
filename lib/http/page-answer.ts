/** JSON for the script of a page of ours, which asks with its cookie. No cache keeps it. */
export function pageAnswer(body: Readonly<Record<string, string | null>>): Response {
  return Response.json(body, { headers: { "cache-control": "no-store" } });
}
