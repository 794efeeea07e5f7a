import localFont from "next/font/local";

export const instrumentSans = localFont({
  src: "../node_modules/@fontsource-variable/instrument-sans/files/instrument-sans-latin-standard-normal.woff2",
  weight: "400 700",
  variable: "--font-instrument-sans",
  display: "swap",
  adjustFontFallback: "Arial",
  declarations: [{ prop: "font-stretch", value: "75% 100%" }],
});

export const martianMono = localFont({
  src: "../node_modules/@fontsource-variable/martian-mono/files/martian-mono-latin-standard-normal.woff2",
  weight: "100 800",
  variable: "--font-martian-mono",
  display: "swap",
  adjustFontFallback: false,
  declarations: [{ prop: "font-stretch", value: "75% 112.5%" }],
});
