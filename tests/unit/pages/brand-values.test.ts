import { describe, expect, it } from "vitest";
import { changeIn, valuesOf, withTyped } from "@/app/dashboard/[project]/[environment]/settings/brand/brand-values";
import type { Brand } from "@/lib/ports";

const BRAND: Brand = {
  name: "Acme",
  domain: "acme.dev",
  supportEmail: null,
  postalAddress: "1 Main St",
  logoUrl: null,
  accent: "#0a7d3c",
  locale: null,
};
const VALUES = valuesOf({ brand: BRAND, codeInSubject: true });

function formOf(changes: Readonly<Record<string, string>> = {}): FormData {
  const form = new FormData();
  for (const [field, text] of Object.entries({ ...VALUES, ...changes })) form.set(field, text);
  return form;
}

describe("the form of the brand", () => {
  it("changes nothing that reads as it is, in any letters and with spaces around it", () => {
    expect(changeIn(formOf(), VALUES)).toEqual({});
    expect(changeIn(formOf({ accent: "#0A7D3C", domain: " Acme.dev ", name: "Acme " }), VALUES)).toEqual({});
  });

  it("names what is typed anew, and takes away what is emptied, but never the name", () => {
    const typed = { name: "", domain: "", support_email: "help@acme.dev", locale: "de" };
    expect(changeIn(formOf(typed), VALUES)).toEqual({
      name: "",
      domain: null,
      support_email: "help@acme.dev",
      locale: "de",
    });
  });

  it("reads a switch that is off from a form that has none", () => {
    const form = formOf();
    form.delete("code_in_subject");
    expect(changeIn(form, VALUES)).toEqual({ code_in_subject: false });
  });
});

describe("the brand as it is shown while it is typed", () => {
  it("has what could be saved, and what is saved where it could not", () => {
    const typed = new URLSearchParams({
      name: "Northwind",
      accent: "green",
      logo_url: "javascript:alert(1)",
      domain: "",
      postal_address: "2 Side St",
      scheme: "dark",
    });
    expect(withTyped(BRAND, typed)).toEqual({
      ...BRAND,
      name: "Northwind",
      domain: null,
      postalAddress: "2 Side St",
    });
  });

  it("is the saved one where nothing is typed", () => {
    expect(withTyped(BRAND, new URLSearchParams())).toEqual(BRAND);
  });
});
