import type { Metadata } from "next";
import { SystemForm } from "@/components/operator/system-form";
import { PageHeader } from "@/components/ui/page-header";
import { PLAN_NAMES, PLANS } from "@/lib/billing";
import { BOUND_NAMES, BOUNDS, readSystemSettings } from "@/lib/settings";
import { requireOperator } from "../../access";
import { saveSystem } from "./actions";

export const metadata: Metadata = { title: "Settings" };

/** What holds for all customers. What one customer has of their own stands on their page. */
export default async function OperatorSettingsPage() {
  const { deps } = await requireOperator();
  const system = await readSystemSettings(deps);
  return (
    <>
      <PageHeader
        title="Settings"
        description="They hold for every customer of this installation, in every process within five seconds."
      />
      <SystemForm
        system={system}
        plans={PLAN_NAMES.map((name) => ({ name, title: PLANS[name].title }))}
        bounds={BOUND_NAMES.map((name) => ({ name, ...BOUNDS[name], own: system.bounds[name] ?? {} }))}
        save={saveSystem}
      />
    </>
  );
}
