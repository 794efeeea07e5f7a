import { readTemplateVersion } from "@/db/queries/templates";
import type { Channel } from "@/lib/delivery/channel";
import type { Deps, Environment } from "@/lib/ports";
import { type CompiledTemplate, compileContent } from "./custom/compiled-template";
import { readContent } from "./custom/content";
import { pickLocale } from "./locales";
import { escapeDiscord } from "./render-chat";

/**
 * The environment's own template for that message, at most five seconds after it was published; null where the built-in
 * design is sent. It is the one in the language of the message: those who read another language get the built-in design in
 * theirs. What cannot be read does not keep a code from being sent: it is logged, and the built-in design is sent.
 */
export async function publishedTemplate(
  deps: Pick<Deps, "caches" | "db" | "log">,
  environment: Environment,
  message: { channel: Channel; purpose: string; locale: string | null },
): Promise<CompiledTemplate | null> {
  const { id, brand, features, templates } = environment;
  if (templates.length === 0 || !features.custom_templates) return null;
  const key = {
    channel: message.channel,
    purpose: message.purpose,
    locale: pickLocale(message.locale, brand.locale),
  };
  const head = templates.find(
    ({ channel, purpose, locale }) => channel === key.channel && purpose === key.purpose && locale === key.locale,
  );
  if (!head) return null;
  const name = `${id}/${key.channel}/${key.purpose}/${key.locale}/${head.version}`;
  try {
    return await deps.caches.templates.get(name, async () => {
      const row = await readTemplateVersion(deps.db.orm, id, key, head.version);
      const content = readContent(row?.content);
      return content && compileContent(message.channel, head.version, content, escapeDiscord);
    });
  } catch (cause) {
    deps.log.error({ environment_id: id, template: name }, "a template could not be read", cause);
    return null;
  }
}
