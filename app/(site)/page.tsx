import type { Metadata } from "next";
import Link from "next/link";
import { connection } from "next/server";
import { CodeEmail } from "@/components/site/code-email";
import { Quickstart } from "@/components/site/quickstart";
import { TryCodeField } from "@/components/site/try-code-field";
import { CodeBlock } from "@/components/ui/code-block";
import { LinkButton } from "@/components/ui/link-button";
import { apiUrlOf } from "@/lib/core/api-url";
import { getDeps } from "@/lib/deps";

export const metadata: Metadata = { title: { absolute: "Ninepin: nine digits, one API call, signed in" } };

const MAIL = [
  ["Code first", "It stands at the front of the subject, so a lock screen or a watch shows it."],
  ["Nothing to click", "There is no link, so nothing for a mail scanner to use up and nothing to imitate."],
  ["Reads everywhere", "HTML and plain text, light and dark, and the code can be selected in one go."],
] as const;

const FACTS = [
  [
    "Test and live never meet",
    "Every project has both. Users, keys and settings belong to exactly one, and a token of one is refused by the other.",
  ],
  [
    "Tests without an inbox",
    "In test the code is always 123456789. Addresses such as expired@ninepin.test and locked@ninepin.test fail the way they are named.",
  ],
  [
    "Codes are not stored",
    "They are derived when they are needed. There is no code and no hash of one in the database, in the logs or in a webhook.",
  ],
  [
    "Strangers cannot lock your users out",
    "Tries are counted for each device that has signed in before. Whoever guesses spends their own tries, not your user's.",
  ],
  [
    "Tokens you can check yourself",
    "Signed with ES256, public keys in a JWKS. Refresh tokens rotate, and one that is used twice ends its session.",
  ],
  [
    "Errors that say what to do",
    "RFC 9457 problems with a code that never changes, a page for each, and Retry-After where waiting helps.",
  ],
] as const;

export default async function LandingPage() {
  await connection();
  const { env } = await getDeps();

  return (
    <div className="mx-auto grid w-full max-w-[1180px] grid-cols-1 gap-20 px-4 pt-8 pb-20 sm:gap-28 sm:px-6 sm:pt-20 sm:pb-28">
      <section className="grid grid-cols-1 items-center gap-x-16 gap-y-12 md:grid-cols-[1.05fr_1fr]">
        <div>
          <h1 className="display text-40 sm:text-56">
            <span className="block">Nine digits.</span> <span className="block">One API call.</span>{" "}
            <span className="block">Signed in.</span>
          </h1>
          <p className="mt-5 max-w-[44ch] text-18 text-muted">
            Ninepin sends your users a one-time code in your brand, checks it once, and hands your app a signed token.
            No password to keep, no link for a scanner to use up.
          </p>
          <div className="mt-8 flex flex-wrap gap-3">
            <LinkButton href="/signup" variant="primary" size="large">
              Start free
            </LinkButton>
            <LinkButton href="/#quickstart" size="large">
              Read the quickstart
            </LinkButton>
          </div>
        </div>
        <section aria-labelledby="try" className="rounded-4 border border-line bg-surface p-5 sm:p-7">
          <h2 id="try" className="text-18">
            The field your users get
          </h2>
          <p className="mt-1 mb-5 text-muted">Type in it, or paste. Nothing is sent from here.</p>
          <TryCodeField />
        </section>
      </section>

      <Quickstart apiUrl={apiUrlOf(env)}>
        <Link href="/signup" className="link">
          Sign up
        </Link>{" "}
        for a test key, then paste these into a terminal.
      </Quickstart>

      <section aria-labelledby="brand" className="grid grid-cols-1 items-center gap-x-16 gap-y-8 md:grid-cols-2">
        <div>
          <h2 id="brand" className="display text-28 sm:text-40">
            In your name, not ours
          </h2>
          <p className="mt-3 max-w-[52ch] text-16 text-muted">
            Your users hear from the app they use. Your project's name and domain are in the message; Ninepin is not.
          </p>
          <dl className="mt-6 grid gap-4">
            {MAIL.map(([term, text]) => (
              <div key={term}>
                <dt className="font-semibold text-15">{term}</dt>
                <dd className="text-15 text-muted">{text}</dd>
              </div>
            ))}
          </dl>
        </div>
        <CodeEmail app="Northwind" domain="northwind.dev" code="482913507" />
      </section>

      <section aria-labelledby="facts">
        <h2 id="facts" className="display text-28 sm:text-40">
          Forgiving to people, closed to machines
        </h2>
        <dl className="mt-8 grid gap-x-10 gap-y-8 sm:grid-cols-2 md:grid-cols-3">
          {FACTS.map(([term, text]) => (
            <div key={term} className="border-line border-t pt-4">
              <dt className="font-semibold text-16">{term}</dt>
              <dd className="mt-1.5 text-15 text-muted">{text}</dd>
            </div>
          ))}
        </dl>
      </section>

      <section aria-labelledby="self-host" className="grid grid-cols-1 items-center gap-x-16 gap-y-6 md:grid-cols-2">
        <div>
          <h2 id="self-host" className="display text-28 sm:text-40">
            Or run it yourself
          </h2>
          <p className="mt-3 max-w-[52ch] text-16 text-muted">
            One command and no configuration: it brings its own Postgres and a Mailbox, and prints a key and a call that
            works. Point it at your own Postgres and mail server when you are ready.
          </p>
        </div>
        <CodeBlock label="In a copy of the repository" code="npm start" />
      </section>
    </div>
  );
}
