import { listTeam } from "@/lib/customers";
import type { Deps, Scope } from "@/lib/ports";

/** Says who somebody in a record is, for a reader: records name them by type and id. */
export async function authorsOf(deps: Deps, scope: Scope, ownId: string): Promise<(author: string) => string> {
  const team = await listTeam(deps, scope);
  return (author) => {
    if (author === `member:${ownId}`) return "you";
    const member = team.find(({ id }) => author === `member:${id}`);
    if (member) return member.name ?? member.email;
    if (author === "operator") return "the operator";
    if (author.startsWith("member:")) return "another member";
    return author.startsWith("key:") ? "a secret key" : "Ninepin";
  };
}
