/**
 * The email as a reader with that colour scheme gets it. A frame follows the system's scheme, whatever `color-scheme` its
 * element has (Chromium), so the media queries are answered here instead. An email that declares no scheme of its own
 * stays as it is: mail clients leave it light, too.
 */
export function withColorScheme(html: string, scheme: "light" | "dark"): string {
  const other = scheme === "dark" ? "light" : "dark";
  const answered = html
    .replaceAll(new RegExp(`\\(\\s*prefers-color-scheme\\s*:\\s*${scheme}\\s*\\)`, "gi"), "(min-width: 0)")
    .replaceAll(new RegExp(`\\(\\s*prefers-color-scheme\\s*:\\s*${other}\\s*\\)`, "gi"), "(max-width: 0)");
  const declared = /(?<!prefers-)color-scheme["'\s:]/i.test(html);
  return declared ? `${answered}<style>:root{color-scheme:${scheme} !important}</style>` : answered;
}
