import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { Panel } from "@/components/account/panel";
import { LinkButton } from "@/components/ui/link-button";
import { SubmitButton } from "@/components/ui/submit-button";
import { currentMember } from "@/lib/session";

export const metadata: Metadata = { title: "Sign out" };

/** For links: following one changes nothing, the button does. */
export default async function SignOutPage() {
  const member = await currentMember();
  if (!member) redirect("/signin");
  return (
    <Panel title="Sign out" lead={<p className="break-words">{`You are signed in as ${member.email}.`}</p>}>
      <form action="/signout/end" method="post" className="flex flex-wrap gap-2">
        <SubmitButton variant="primary" pendingLabel="Signing out">
          Sign out
        </SubmitButton>
        <LinkButton href="/dashboard">Stay signed in</LinkButton>
      </form>
    </Panel>
  );
}
