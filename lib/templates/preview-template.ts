import { readTemplateDraft, readTemplateRow } from "@/db/queries/templates";
import { measureSms, type SmsSize } from "@/lib/core/sms-segments";
import type { Deps, Environment, Scope } from "@/lib/ports";
import { boundDomain } from "./bound-domain";
import { builtInContent } from "./built-in-content";
import type { Preview, PreviewInput, TemplatePlace } from "./contract";
import { checkTemplate } from "./custom/check-template";
import { compileContent, dataNamesOf } from "./custom/compiled-template";
import { readContent, type TemplateContent } from "./custom/content";
import { problemsOf, warningAt } from "./custom/problem";
import { keptContent } from "./refuse-template";
import { escapeDiscord } from "./render-chat";
import { type OtpMessage, renderOtpMessage } from "./render-otp-message";
import { FILLED_LENGTH } from "./render-sms";
import { type SampleName, sampleOf } from "./samples";

/** What a preview or a test is made from: what was sent along, else the draft, else what is published, else the design. */
export async function contentFor(
  deps: Pick<Deps, "db">,
  environment: Environment,
  place: TemplatePlace,
  given: TemplateContent | null,
): Promise<TemplateContent> {
  if (given) return keptContent(place.channel, given);
  const draft = await readTemplateDraft(deps.db.orm, environment.id, place);
  const row = draft ?? (await readTemplateRow(deps.db.orm, environment.id, place));
  return (
    readContent(row?.content) ?? (await builtInContent(place.channel, place.purpose, place.locale, environment.brand))
  );
}

/** A made-up message of an environment, in that template. The content has been checked. */
export function sampleMessage(
  deps: Pick<Deps, "clock">,
  environment: Environment,
  place: TemplatePlace,
  from: { content: TemplateContent; sample: SampleName; version: number },
): OtpMessage {
  const { codes } = environment.settings;
  const shape = {
    channel: place.channel,
    digits: codes.length[place.channel],
    dataNames: dataNamesOf(from.content),
  };
  const sample = sampleOf(from.sample, shape, deps.clock.now());
  return {
    ...sample,
    purpose: place.purpose,
    channel: place.channel,
    locale: place.locale,
    brand: environment.brand,
    boundTo: boundDomain(deps, environment),
    environmentKind: environment.kind,
    codeInSubject: codes.code_in_subject,
    template: compileContent(place.channel, from.version, from.content, escapeDiscord),
  };
}

/**
 * What a message would look like, with made-up values, and what there is to say about it. `rendered` is null while an
 * error keeps it from being published. `invalid_request` for parts that the channel does not have.
 */
export async function previewTemplate(
  deps: Pick<Deps, "clock" | "db">,
  { environment }: Scope,
  input: PreviewInput,
): Promise<Preview> {
  const content = await contentFor(deps, environment, input.place, input.content);
  const problems = checkTemplate(input.place.channel, content);
  const fromName = environment.brand.name;
  if (problems.some(({ severity }) => severity === "error")) return { rendered: null, fromName, sms: null, problems };
  const message = sampleMessage(deps, environment, input.place, { content, sample: input.sample, version: 0 });
  const { subject, preheader, html, text } = await renderOtpMessage(message);
  const sms = input.place.channel === "sms" ? measureSms(text) : null;
  const long = sms === null ? null : tooLong(sms);
  const notes = problemsOf("text", text, long === null ? [] : [warningAt(0, long)]);
  return { rendered: { subject, preheader, html, text }, fromName, sms, problems: [...problems, ...notes] };
}

function tooLong({ characters, segments }: SmsSize): string | null {
  if (segments > 1) return `This is sent as ${segments} messages, and each of them is paid for`;
  if (characters <= FILLED_LENGTH) return null;
  return `${characters} characters: browsers fill a code in from messages of up to ${FILLED_LENGTH}`;
}
