import type { z } from "zod";
import { BRAND_FIELDS, type BrandField, type BrandValues, keptText } from "@/components/brand/brand-state";
import type { EmailSettings } from "@/lib/configuration";
import { presentBrand, UpdateBrandBody } from "@/lib/configuration/contract";
import type { Brand } from "@/lib/ports";

/** The brand as its form shows it. */
export function valuesOf(settings: EmailSettings): BrandValues {
  const brand = presentBrand(settings);
  return {
    name: brand.name,
    logo_url: brand.logo_url ?? "",
    accent: brand.accent ?? "",
    support_email: brand.support_email ?? "",
    postal_address: brand.postal_address ?? "",
    domain: brand.domain ?? "",
    locale: brand.locale ?? "",
    code_in_subject: brand.code_in_subject ? "on" : "",
  };
}

/** What a form says otherwise than the brand is, as the body of a change. */
export function changeIn(form: FormData, now: BrandValues): z.input<typeof UpdateBrandBody> {
  const typed = BRAND_FIELDS.map((field) => [field, keptText(field, String(form.get(field) ?? ""))] as const);
  return Object.fromEntries(
    typed.filter(([field, text]) => text !== now[field]).map(([field, text]) => [field, onWire(field, text)]),
  );
}

/** The brand with what is typed in place of what is saved, field by field: what could not be saved stays as it is. */
export function withTyped(brand: Brand, typed: URLSearchParams): Brand {
  let shown = brand;
  for (const field of BRAND_FIELDS) {
    const text = typed.get(field)?.trim();
    if (text === undefined) continue;
    const parsed = UpdateBrandBody.safeParse({ [field]: onWire(field, text) });
    if (parsed.success) shown = { ...shown, ...parsed.data.brand };
  }
  return shown;
}

function onWire(field: BrandField, text: string): string | boolean | null {
  if (field === "code_in_subject") return text === "on";
  return text === "" && field !== "name" ? null : text;
}
