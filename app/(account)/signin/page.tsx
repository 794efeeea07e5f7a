import type { Metadata } from "next";
import Link from "next/link";
import { redirect } from "next/navigation";
import { EmailStep } from "@/components/account/email-step";
import { allowedNext, currentMember, readSignIn } from "@/lib/session";
import { signIn } from "./actions";

export const metadata: Metadata = { title: "Sign in" };

type SignInPageProps = { searchParams: Promise<{ next?: string | string[] }> };

export default async function SignInPage({ searchParams }: SignInPageProps) {
  const asked = (await searchParams).next;
  const next = allowedNext(typeof asked === "string" ? asked : null);
  if (await currentMember()) redirect(next ?? "/dashboard");
  const started = await readSignIn();
  return (
    <EmailStep
      title="Sign in"
      lead="We send a code to your address. There is no password."
      label="Email"
      email={started?.flow === "sign_in" ? started.email : ""}
      next={next}
      action={signIn}
    >
      <p className="mt-6 border-line border-t pt-4 text-muted">
        New here?{" "}
        <Link href="/signup" className="link">
          Create an account
        </Link>
      </p>
    </EmailStep>
  );
}
