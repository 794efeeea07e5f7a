import { renderNoticeEmail } from "@/emails/render-notice-email";
import type { RenderedMessage } from "./render-otp-message";

/** What Ninepin tells those who run something here: lines without markup, and where to look. */
export type NoticeWords = {
  subject: string;
  paragraphs: readonly string[];
  link: { label: string; url: string };
  /** Why somebody gets it who does not own an account here. */
  footer?: string;
};

const FOOTER = "Ninepin sent this to the owners of the account.";

/** A notice as an email. */
export async function renderNotice({
  subject,
  paragraphs,
  link,
  footer = FOOTER,
}: NoticeWords): Promise<RenderedMessage> {
  const [first = ""] = paragraphs;
  const words = { title: subject, preheader: first, heading: subject, paragraphs, link, footer };
  return {
    subject,
    html: await renderNoticeEmail(words),
    text: [subject, ...paragraphs, `${link.label}: ${link.url}`, footer].join("\n\n"),
  };
}
