import Link from "next/link";
import { type EnvironmentKind, templatePath } from "@/components/frame/paths";
import { Badge } from "@/components/ui/badge";
import { Table } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import { TemplateThumbnail } from "./template-thumbnail";
import { CHANNEL_TITLES, PURPOSE_TITLES } from "./template-view";

/** A template of the customer's own: in one language. */
export type OwnTemplate = {
  locale: string;
  version: number;
  own: boolean;
  draft: boolean;
  author: string | null;
  at: string | null;
};

export type TemplateRow = { channel: string; purpose: string; templates: readonly OwnTemplate[] };

export type TemplateListProps = {
  project: string;
  environment: EnvironmentKind;
  /** The language in which a template is begun. */
  locale: string;
  rows: readonly TemplateRow[];
};

/** Every message that is sent, whether it is the built-in design or which version, and who published that. */
export function TemplateList({ project, environment, locale, rows }: TemplateListProps) {
  const pathOf = ({ channel, purpose, templates }: TemplateRow) =>
    templatePath(project, environment, { channel, purpose, locale: templates[0]?.locale ?? locale });
  return (
    <div className="rounded-3 border border-line bg-surface">
      <Table label="Templates">
        <thead>
          <tr>
            <th scope="col" className="hidden w-0 md:table-cell">
              <span className="sr-only">Looks like</span>
            </th>
            <th scope="col">Message</th>
            <th scope="col">Channel</th>
            <th scope="col">Your own</th>
            <th scope="col">Last change</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ channel, purpose, templates }) => (
            <tr key={`${channel}/${purpose}`}>
              <td className="hidden md:table-cell">
                {channel === "email" ? (
                  <TemplateThumbnail
                    src={`${pathOf({ channel, purpose, templates })}/preview?of=published&scheme=light`}
                  />
                ) : null}
              </td>
              <th scope="row">
                <Link href={pathOf({ channel, purpose, templates })} className="link">
                  {PURPOSE_TITLES[purpose]}
                  <span className="sr-only"> by {CHANNEL_TITLES[channel]}</span>
                </Link>
              </th>
              <td>{CHANNEL_TITLES[channel]}</td>
              <td>
                <span className="flex flex-wrap gap-1.5">
                  {templates.some(({ own }) => own) ? null : <Badge>Default</Badge>}
                  {templates.map((template) => (
                    <Language key={template.locale} {...{ project, environment, channel, purpose, template }} />
                  ))}
                </span>
              </td>
              <td>
                <LastChange templates={templates} />
              </td>
            </tr>
          ))}
        </tbody>
      </Table>
    </div>
  );
}

function Language({
  project,
  environment,
  channel,
  purpose,
  template,
}: Pick<TemplateListProps, "project" | "environment"> & Omit<TemplateRow, "templates"> & { template: OwnTemplate }) {
  const { locale, version, own, draft } = template;
  if (!own && !draft) return null;
  return (
    <Link href={templatePath(project, environment, { channel, purpose, locale })} className="link">
      <Badge tone={own ? "good" : "neutral"}>
        {locale}
        {own ? ` v${version}` : ""}
        {draft ? " draft" : ""}
      </Badge>
    </Link>
  );
}

function LastChange({ templates }: { templates: readonly OwnTemplate[] }) {
  const [newest] = templates
    .flatMap(({ at, author }) => (at === null ? [] : [{ at, author }]))
    .sort((one, other) => other.at.localeCompare(one.at));
  if (!newest) return null;
  return (
    <>
      <Time value={newest.at} /> by {newest.author}
    </>
  );
}
