import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { EnterCode } from "@/components/account/enter-code";
import { getDeps } from "@/lib/deps";
import { readSignIn } from "@/lib/session";
import { enterCode } from "./actions";
import { enterCodeState } from "./enter-code-state";

export const metadata: Metadata = { title: "Enter your code" };

export default async function VerifyPage() {
  const signIn = await readSignIn();
  if (!signIn) redirect("/signin");
  const { delivery, clock } = await getDeps();
  return (
    <EnterCode
      key={signIn.email}
      email={signIn.email}
      initial={enterCodeState(signIn, clock.now())}
      action={enterCode}
      changeHref={signIn.flow === "sign_up" ? "/signup" : "/signin"}
      mailboxHref={delivery.hasEmailProvider() ? undefined : "/mailbox"}
    />
  );
}
