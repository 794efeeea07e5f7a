import type { TemplateHeadRow, TemplateRow } from "@/db/queries/templates";
import type { Published } from "./contract";
import { readContent } from "./custom/content";

/** What is said of a template that nobody has published one of. */
export const UNPUBLISHED: Published = { version: 0, own: false, author: null, note: null, publishedAt: null };

/** The published side of a version, without what is in it. */
export function publishedOf(row: TemplateHeadRow): Published & { author: string; publishedAt: Date } {
  const { version, own, author, note, createdAt } = row;
  return { version, own, author, note, publishedAt: createdAt };
}

/** A whole version as it is in a list. */
export function headOf({ content, ...row }: TemplateRow): TemplateHeadRow {
  return { ...row, own: readContent(content) !== null };
}

/** Which list a cursor over versions belongs to. */
export function versionsListOf(
  environmentId: string,
  place: { channel: string; purpose: string; locale: string },
): string {
  return `templates/${environmentId}/${place.channel}/${place.purpose}/${place.locale}`;
}
