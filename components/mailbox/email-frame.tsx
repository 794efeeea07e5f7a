import { withColorScheme } from "./color-scheme";

/** The email as a reader sees it, in a frame that runs no script and belongs to no origin. */
export function EmailFrame({ html, scheme }: { html: string; scheme: "light" | "dark" }) {
  return (
    <iframe
      title={scheme === "dark" ? "Email in dark mode" : "Email"}
      sandbox=""
      srcDoc={withColorScheme(html, scheme)}
      className={`block h-[38rem] w-full ${scheme === "dark" ? "bg-[#121212] scheme-dark" : "bg-[#fff] scheme-light"}`}
    />
  );
}
