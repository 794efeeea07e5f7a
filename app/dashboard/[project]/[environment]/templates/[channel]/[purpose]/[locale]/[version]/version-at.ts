import { notFound } from "next/navigation";
import { isNinepinError } from "@/lib/core/errors";
import type { Deps, Scope } from "@/lib/ports";
import { readVersionOf } from "@/lib/templates";
import { type TemplatePlace, TemplateVersionParams, type WholeTemplateVersion } from "@/lib/templates/contract";

/** The segments of the path that name a version of a template: the last one is `v3`. */
export type VersionPath = { channel: string; purpose: string; locale: string; version: string };

/** Which version the path names; what names none is not found. */
export function versionOf(params: VersionPath): { place: TemplatePlace; version: number } {
  const read = TemplateVersionParams.safeParse({ ...params, version: params.version.replace(/^v/, "") });
  if (!read.success || !params.version.startsWith("v")) return notFound();
  const { version, ...place } = read.data;
  return { place, version };
}

/** That version; one that never was, or is not kept any more, is not found. */
export async function readVersionAt(
  deps: Deps,
  scope: Scope,
  { place, version }: ReturnType<typeof versionOf>,
): Promise<WholeTemplateVersion> {
  try {
    return await readVersionOf(deps, scope, place, version);
  } catch (error) {
    if (isNinepinError(error) && error.code === "not_found") return notFound();
    throw error;
  }
}
