import type { Metadata } from "next";
import type { ReactNode } from "react";
import { undoDeletion } from "@/app/dashboard/customer-actions";
import { switchSingleKeys } from "@/app/dashboard/keyboard-actions";
import { type EnvironmentPath, requireEnvironment } from "@/app/dashboard/scope";
import { CustomerNotices } from "@/components/customers/customer-notices";
import { Frame } from "@/components/frame/frame";
import { readSingleKeys } from "@/lib/session";
import { systemSettings } from "@/lib/settings";

export async function generateMetadata({ params }: { params: Promise<EnvironmentPath> }): Promise<Metadata> {
  const { project, environment } = await params;
  const { scope } = await requireEnvironment(project, environment);
  const test = scope.environment.kind === "test";
  return {
    title: { template: `${test ? "[Test] " : ""}%s · ${scope.environment.brand.name}`, default: "Ninepin" },
    ...(test ? { icons: { icon: { url: "/icon-test.svg", type: "image/svg+xml" } } } : {}),
  };
}

export default async function EnvironmentLayout({
  params,
  children,
}: {
  params: Promise<EnvironmentPath>;
  children: ReactNode;
}) {
  const { project, environment } = await params;
  const { deps, member, scope } = await requireEnvironment(project, environment);
  const { announcement } = await systemSettings(deps);
  const { kind, projectSlug } = scope.environment;
  const name = member.projects.find((own) => own.slug === projectSlug)?.name ?? projectSlug;
  return (
    <Frame
      project={{ slug: projectSlug, name }}
      environment={kind}
      member={{ email: member.email, customer: member.customer.name }}
      keyboard={{ singleKeys: await readSingleKeys(), keepSingleKeys: switchSingleKeys }}
    >
      <CustomerNotices
        customer={member.customer}
        announcement={announcement}
        undo={member.role === "owner" ? undoDeletion : null}
      />
      {children}
    </Frame>
  );
}
