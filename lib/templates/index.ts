export { listLocales } from "./locales";
export { publishedTemplate } from "./published-template";
export { type NoticeWords, renderNotice } from "./render-notice";
export { type MessageBrand, type OtpMessage, type RenderedMessage, renderOtpMessage } from "./render-otp-message";
export type { OtpPurpose } from "./words";
