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

/**
 * Every message that is sent, whether it is the built-in design or which version, and who published that: a table, and in a
 * narrow window the same data in a list.
 */
export function TemplateList({ project, environment, locale, rows }: TemplateListProps) {
  const pathOf = ({ channel, purpose, templates }: TemplateRow) =>
    templatePath(project, environment, { channel, purpose, locale: templates[0]?.locale ?? locale });
  return (
    <div className="overflow-clip rounded-3 border border-line bg-surface">
      <div className="max-sm:hidden">
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
            {rows.map((row) => (
              <tr key={`${row.channel}/${row.purpose}`}>
                <td className="hidden md:table-cell">
                  {row.channel === "email" ? (
                    <TemplateThumbnail src={`${pathOf(row)}/preview?of=published&scheme=light`} />
                  ) : null}
                </td>
                <th scope="row">
                  <MessageLink path={pathOf(row)} row={row} />
                </th>
                <td>{CHANNEL_TITLES[row.channel]}</td>
                <td>
                  <Languages project={project} environment={environment} row={row} />
                </td>
                <td>
                  <LastChange templates={row.templates} />
                </td>
              </tr>
            ))}
          </tbody>
        </Table>
      </div>
      <ul aria-label="Templates" data-rows="" className="divide-y divide-line sm:hidden">
        {rows.map((row) => (
          <li key={`${row.channel}/${row.purpose}`} className="grid gap-1.5 px-4 py-3">
            <span className="flex flex-wrap justify-between gap-x-3">
              <MessageLink path={pathOf(row)} row={row} />
              <span aria-hidden="true" className="text-muted">
                {CHANNEL_TITLES[row.channel]}
              </span>
            </span>
            <Languages project={project} environment={environment} row={row} />
            <span className="break-words text-13 text-muted empty:hidden">
              <LastChange templates={row.templates} />
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}

function MessageLink({ path, row: { channel, purpose } }: { path: ReturnType<typeof templatePath>; row: TemplateRow }) {
  return (
    <Link href={path} className="link">
      {PURPOSE_TITLES[purpose]}
      <span className="sr-only"> by {CHANNEL_TITLES[channel]}</span>
    </Link>
  );
}

/** The languages that are the customer's own; where none is, that the built-in design is sent. */
function Languages({
  project,
  environment,
  row: { channel, purpose, templates },
}: Pick<TemplateListProps, "project" | "environment"> & { row: TemplateRow }) {
  return (
    <span className="flex flex-wrap gap-1.5">
      {templates.some(({ own }) => own) ? null : <Badge>Default</Badge>}
      {templates.map((template) => (
        <Language key={template.locale} {...{ project, environment, channel, purpose, template }} />
      ))}
    </span>
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
