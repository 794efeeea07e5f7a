import { notFound } from "next/navigation";
import { listLocales } from "@/lib/templates";
import { TemplateParams, type TemplatePlace } from "@/lib/templates/contract";

/** The template that the path names; what names none is not found. */
export function placeOf(params: { channel: string; purpose: string; locale: string }): TemplatePlace {
  const read = TemplateParams.safeParse(params);
  return read.success ? read.data : notFound();
}

/** The language that a project's templates are begun in: its own, or English. */
export function startLocale(locale: string | null): string {
  return listLocales().find(({ tag }) => tag === locale)?.tag ?? "en";
}
