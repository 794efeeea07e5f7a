import { z } from "zod";
import { oneLine } from "@/lib/core/one-line";
import type { Environment } from "@/lib/ports";
import type { NoticeWords } from "@/lib/templates";

const WebhookNotice = z.object({
  endpoint_id: z.string(),
  url: z.string(),
  since: z.string(),
  reason: z.string().optional(),
});

type Words = (data: z.output<typeof WebhookNotice>, at: string) => Pick<NoticeWords, "subject" | "paragraphs">;

/** Every notice there is, by its type. */
const NOTICES: Readonly<Record<string, Words>> = {
  "webhook.failing": ({ url, since }, at) => ({
    subject: "A webhook is failing",
    paragraphs: [
      `No delivery to ${url} (${at}) has succeeded since ${since}.`,
      "Each is tried eight times over 28 hours. After five days without a success the endpoint is turned off.",
    ],
  }),
  "webhook.still_failing": ({ url, since }, at) => ({
    subject: "A webhook has been failing for three days",
    paragraphs: [
      `No delivery to ${url} (${at}) has succeeded since ${since}.`,
      "In two days the endpoint is turned off, unless a delivery succeeds before.",
    ],
  }),
  "webhook.off": ({ url, reason }, at) => ({
    subject: "A webhook was turned off",
    paragraphs: [
      `Nothing is sent to ${url} (${at}) any more. ${reason ?? ""}`.trim(),
      "Turn it on again when it works. You can then send again what failed meanwhile.",
    ],
  }),
};

const DomainNotice = z.object({ domain_id: z.string(), domain: z.string(), until: z.string() });

type DomainWords = (data: z.output<typeof DomainNotice>, at: string) => Pick<NoticeWords, "subject" | "paragraphs">;

const DOMAIN_NOTICES: Readonly<Record<string, DomainWords>> = {
  "domain.lost": ({ domain, until }, at) => ({
    subject: `The DNS records of ${domain} are missing`,
    paragraphs: [
      `Email (${at}) still comes from ${domain}, until ${until}.`,
      "Put the records back and nothing changes. After that email comes from our own address.",
    ],
  }),
  "domain.off": ({ domain }, at) => ({
    subject: `Nothing is sent from ${domain} any more`,
    paragraphs: [
      `Its DNS records have gone, so email (${at}) comes from our own address now.`,
      "When they are back, look for them again on the domain’s page.",
    ],
  }),
};

const QuotaNotice = z.object({
  period: z.enum(["day", "month"]),
  used: z.number(),
  limit: z.number(),
  percent: z.number(),
  resets_at: z.string(),
});

type QuotaWords = (data: z.output<typeof QuotaNotice>) => Pick<NoticeWords, "subject" | "paragraphs">;

const number = new Intl.NumberFormat("en");
const CHOOSE_ALERTS = "You choose on the usage page at which percents you are mailed.";

const QUOTA_NOTICES: Readonly<Record<string, QuotaWords>> = {
  "quota.warning": ({ period, used, limit, percent, resets_at }) => ({
    subject: `${percent} % of this ${period}’s codes are used`,
    paragraphs: [
      `${number.format(used)} of ${number.format(limit)} codes were sent to your users this ${period}, in all live environments together.`,
      `At ${number.format(limit)} no more are sent until ${resets_at}.`,
      CHOOSE_ALERTS,
    ],
  }),
  "quota.exceeded": ({ period, limit, resets_at }) => ({
    subject: `This ${period}’s codes are used up`,
    paragraphs: [
      `All ${number.format(limit)} codes of this ${period} were sent. Until ${resets_at} your users get no more and cannot sign in with one.`,
      "Who is signed in stays signed in. A larger plan counts at once.",
      CHOOSE_ALERTS,
    ],
  }),
};

/** What a notice says; null for one that nobody knows the words of, or that does not say what it is about. */
export function wordsOf(
  notice: { type: string; data: unknown },
  { brand, kind, projectSlug }: Environment,
  appUrl: string,
): NoticeWords | null {
  const at = `${oneLine(brand.name, 64)}, ${kind}`;
  const path = `${appUrl}/dashboard/${projectSlug}/${kind}`;
  const domainWords = DOMAIN_NOTICES[notice.type];
  const domain = DomainNotice.safeParse(notice.data).data;
  if (domainWords && domain) {
    return {
      ...domainWords({ ...domain, until: dayAndTime(domain.until) }, at),
      link: { label: "See its records", url: `${path}/domains/${domain.domain}` },
    };
  }
  const quotaWords = QUOTA_NOTICES[notice.type];
  const quota = QuotaNotice.safeParse(notice.data).data;
  if (quotaWords && quota) {
    return {
      ...quotaWords({ ...quota, resets_at: dayAndTime(quota.resets_at) }),
      link: { label: "See the usage", url: `${path}/usage` },
    };
  }
  const words = NOTICES[notice.type];
  const data = WebhookNotice.safeParse(notice.data);
  if (!words || !data.success) return null;
  const url = oneLine(data.data.url, 200);
  const link = `${path}/webhooks/${data.data.endpoint_id}`;
  return {
    ...words({ ...data.data, url, since: dayAndTime(data.data.since) }, at),
    link: { label: "See its deliveries", url: link },
  };
}

/** `2026-11-20 14:22 UTC`. */
function dayAndTime(text: string): string {
  return `${text.slice(0, 10)} ${text.slice(11, 16)} UTC`;
}
