import Link from "next/link";
import {
  type EnvironmentKind,
  type TemplateRoute,
  type TemplateVersionRoute,
  templatePath,
  templateVersionPath,
} from "@/components/frame/paths";

/** In which language a message was written, and by which version of a template; 0 is the built-in design. */
export type Written = { locale: string | null; templateVersion: number | null };

const languages = new Intl.DisplayNames("en", { type: "language" });

/** Where what a message was written by can be seen: its version, or the template that begins as the built-in design. */
export function writtenPath(
  project: string,
  environment: EnvironmentKind,
  { locale, templateVersion, ...place }: Written & { channel: string; purpose: string },
): TemplateRoute | TemplateVersionRoute | null {
  if (locale === null || templateVersion === null) return null;
  if (templateVersion === 0) return templatePath(project, environment, { ...place, locale });
  return templateVersionPath(project, environment, { ...place, locale }, templateVersion);
}

export type WrittenAsProps = Written & {
  /** Null for a reader who has no page of it. */
  href: TemplateRoute | TemplateVersionRoute | null;
};

/** "In German", and the version of the template, which leads to it. Nothing where neither is known. */
export function WrittenAs({ locale, templateVersion, href }: WrittenAsProps) {
  const by = templateVersion === 0 ? "Built-in design" : `Template version ${templateVersion}`;
  return (
    <>
      {locale === null ? null : <span>In {languages.of(locale)}</span>}
      {templateVersion === null ? null : href === null ? (
        <span>{by}</span>
      ) : (
        <Link href={href} prefetch={false} className="link">
          {by}
        </Link>
      )}
    </>
  );
}
