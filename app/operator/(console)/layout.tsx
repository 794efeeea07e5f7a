import type { Metadata } from "next";
import type { ReactNode } from "react";
import { ConsoleFrame } from "@/components/operator/console-frame";
import { requireOperator } from "../access";
import { leave } from "../actions";

export const metadata: Metadata = {
  title: { template: "%s · Operator", default: "Operator" },
  robots: { index: false },
  referrer: "no-referrer",
};

export default async function ConsoleLayout({ children }: { children: ReactNode }) {
  await requireOperator();
  return <ConsoleFrame leave={leave}>{children}</ConsoleFrame>;
}
