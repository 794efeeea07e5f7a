import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { OpenWithKey } from "@/components/operator/open-with-key";
import { ThemeToggle } from "@/components/ui/theme-toggle";
import { Wordmark } from "@/components/ui/wordmark";
import { findOperator } from "../access";
import { openWithKey } from "../actions";

export const metadata: Metadata = { title: "Operator", robots: { index: false }, referrer: "no-referrer" };

/** The operator's door. */
export default async function OperatorSignInPage() {
  if (await findOperator()) redirect("/operator");
  return (
    <div className="mx-auto max-w-[1180px] px-4 pb-10 md:px-7">
      <header className="flex items-center justify-between py-4">
        <Wordmark />
        <ThemeToggle />
      </header>
      <main id="main" className="mx-auto grid max-w-[30rem] gap-5 pt-10">
        <div className="grid gap-2">
          <h1 className="text-22">Operator’s console</h1>
          <p className="text-muted">
            It opens with the operator key of this installation, for twelve hours in this browser. Each try is recorded.
          </p>
        </div>
        <OpenWithKey
          open={openWithKey}
          hint="OPERATOR_KEY, or operator_key in quickstart.json of the data folder. It begins with np_op_."
          label="Open the console"
        />
      </main>
    </div>
  );
}
