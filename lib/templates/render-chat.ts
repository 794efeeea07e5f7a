import { compileTemplate, fillTemplate, type Values } from "./variables";
import type { OtpWords } from "./words";

/**
 * The text for a chat. A Discord channel is read by several people, so it says whose code it is and when it was asked
 * for, and there a value is escaped: it must not become a mention, a link or formatting.
 */
export function renderChat(channel: "whatsapp" | "discord" | "hook", words: OtpWords, values: Values): string {
  const { code, codeFor, expiry } = words.chat;
  const lines = channel === "discord" ? [codeFor, expiry, words.requested] : [code, expiry];
  const template = compileTemplate(lines.join("\n"));
  return channel === "discord" ? fillTemplate(template, values, escapeDiscord) : fillTemplate(template, values);
}

const ZERO_WIDTH_SPACE = "\u200b";

/** A value as a chat on Discord shows it: no mention, no link, no formatting. The colon of a time makes none of these. */
export function escapeDiscord(text: string): string {
  return text
    .replace(/[\\`*_~|>#[\]()<-]|(?<!\d):|:(?!\d)/g, "\\$&")
    .replace(/@(?=everyone|here)/gi, `@${ZERO_WIDTH_SPACE}`);
}
