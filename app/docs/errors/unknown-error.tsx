import Link from "next/link";
import { ErrorArticle } from "./error-article";
import { nearCodes } from "./near-codes";
import { errorRow } from "./rows";

/** The page of a code that there is not, with those that were probably meant. */
export function UnknownError({ written }: { written: string }) {
  // What a code could be is shown; other text in an address could say anything to whoever follows the link.
  const code = /^[\w.-]{1,64}$/.test(written) ? written : null;
  const near = code === null ? [] : nearCodes(code);
  return (
    <ErrorArticle
      heading={
        <>
          There is no error {code === null ? "of that name" : <code className="wrap-anywhere font-code">{code}</code>}
        </>
      }
    >
      <p className="mt-3 text-16 text-muted">
        No answer of this version has that code.{" "}
        {near.length === 0 ? "Look for it in the list of all errors." : "Perhaps you look for one of these."}
      </p>
      {near.length === 0 ? null : (
        <ul className="mt-6 grid gap-3 text-16">
          {near.map((each) => (
            <li key={each}>
              <Link href={`/docs/errors/${each}`} className="link font-code text-13">
                {each}
              </Link>
              <span className="block text-muted">{errorRow(each)?.title}</span>
            </li>
          ))}
        </ul>
      )}
      <p className="mt-8">
        <Link href="/docs/errors" className="link">
          All errors
        </Link>
      </p>
    </ErrorArticle>
  );
}
