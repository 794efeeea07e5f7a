import type { Metadata } from "next";
import Link from "next/link";
import { redirect } from "next/navigation";
import { EmailStep } from "@/components/account/email-step";
import { currentMember, readSignIn } from "@/lib/session";
import { signUp } from "./actions";

export const metadata: Metadata = { title: "Sign up" };

const NEXT = [
  ["A code by email", "Type it on the next screen. There is no password, now or later."],
  [
    "A project with test and live",
    "Test sends nothing: every message lands in your Mailbox, and the code is always the same.",
  ],
  ["Your first API call", "The key is in the snippet already. Three pastes take a user from an address to a token."],
] as const;

export default async function SignUpPage() {
  if (await currentMember()) redirect("/dashboard");
  const started = await readSignIn();
  return (
    <div className="grid w-full max-w-[60rem] items-start justify-items-center gap-x-16 gap-y-10 md:grid-cols-[30rem_1fr]">
      <EmailStep
        title="Create your account"
        lead="One field. We send a code to prove that the address is yours."
        label="Work email"
        email={started?.flow === "sign_up" ? started.email : ""}
        action={signUp}
      >
        <p className="mt-6 border-line border-t pt-4 text-muted">
          Have an account?{" "}
          <Link href="/signin" className="link">
            Sign in
          </Link>
        </p>
      </EmailStep>
      <section aria-labelledby="next" className="w-full max-w-[30rem] md:pt-8">
        <h2 id="next" className="text-15">
          What happens next
        </h2>
        <ol className="mt-4 grid gap-5">
          {NEXT.map(([title, text], index) => (
            <li key={title} className="grid grid-cols-[1.75rem_1fr] text-muted">
              <span className="font-code font-medium text-13 text-brand-text" aria-hidden="true">
                {index + 1}
              </span>
              <span>
                <span className="block font-medium text-ink">{title}</span>
                {text}
              </span>
            </li>
          ))}
        </ol>
      </section>
    </div>
  );
}
