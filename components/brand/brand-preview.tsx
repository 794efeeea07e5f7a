"use client";

import { useEffect, useState } from "react";
import { Card } from "@/components/ui/card";
import { Tabs } from "@/components/ui/tabs";
import type { BrandValues } from "./brand-state";

const PAUSE_MS = 300;
const SCHEMES = ["light", "dark"] as const;

/** The email that carries a code, as the brand is typed: a moment after the last key, in a frame that runs no script. */
export function BrandPreview({ path, values }: { path: string; values: BrandValues }) {
  const shown = useSettled(values);
  const tabs = SCHEMES.map((scheme) => ({
    value: scheme,
    label: scheme === "dark" ? "Dark" : "Light",
    content: <Frame source={`${path}?${new URLSearchParams({ ...shown, scheme })}`} scheme={scheme} />,
  }));
  return (
    <Card title="Preview" padded={false}>
      <Tabs label="Colours of the preview" tabs={tabs} />
    </Card>
  );
}

/** The key makes a new frame for each address: one that goes from address to address fills the browser's history. */
function Frame({ source, scheme }: { source: string; scheme: (typeof SCHEMES)[number] }) {
  return (
    <iframe
      key={source}
      title={scheme === "dark" ? "Email in dark mode" : "Email"}
      sandbox=""
      src={source}
      className={`block h-[38rem] w-full ${scheme === "dark" ? "bg-[#121212] scheme-dark" : "bg-[#fff] scheme-light"}`}
    />
  );
}

/** The values once nothing has been typed for a moment. */
function useSettled(values: BrandValues): BrandValues {
  const [settled, setSettled] = useState(values);
  useEffect(() => {
    const timer = window.setTimeout(() => setSettled(values), PAUSE_MS);
    return () => window.clearTimeout(timer);
  }, [values]);
  return settled;
}
