import type { Metadata } from "next";
import { type EnvironmentPath, requireEnvironment } from "@/app/dashboard/scope";
import { BrandForm } from "@/components/brand/brand-form";
import { environmentPath } from "@/components/frame/paths";
import { PageHeader } from "@/components/ui/page-header";
import { readBrand } from "@/lib/configuration";
import { listLocales } from "@/lib/templates";
import { saveBrand } from "./actions";
import { valuesOf } from "./brand-values";

export const metadata: Metadata = { title: "Brand" };

export default async function BrandPage({ params }: { params: Promise<EnvironmentPath> }) {
  const { project, environment } = await params;
  const { member, scope } = await requireEnvironment(project, environment);
  const { kind, projectSlug } = scope.environment;
  return (
    <>
      <PageHeader
        title="Brand"
        description="What your users see in every message. Applies to test and live, except for the subject."
      />
      <BrandForm
        values={valuesOf(readBrand(scope))}
        locales={listLocales()}
        kind={kind}
        preview={`${environmentPath(projectSlug, kind, "settings")}/brand/email`}
        allowed={member.role !== "viewer" && !member.customer.suspended}
        save={saveBrand.bind(null, project, environment)}
      />
    </>
  );
}
