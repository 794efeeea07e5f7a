/** What a code is asked for. `sign_up_existing` is a sign-up by somebody who turns out to have an account. */
export type OtpPurpose = "sign_in" | "sign_up" | "sign_up_existing" | "step_up" | "transaction" | "identifier";

/** What a message about one purpose says that the others do not. */
export type PurposeWords = {
  heading: string;
  /** Said before where to enter the code. */
  opening: string | null;
  /** What to do when one did not ask for it, in the email. */
  ignore: string;
  /** The same in one short line of plain text. */
  ignoreText: string;
};

/**
 * Everything the built-in messages say in one language. Variables are written `{{name}}` (`variables.ts` lists them);
 * `**…**` is strong in the email. A language is one file of this type and one line in `locales.ts`.
 */
export type OtpWords = {
  dir: "ltr" | "rtl";
  /** The locale that dates, times and durations are written in; digits are ASCII in every one. */
  formats: string;
  subject: string;
  subjectWithoutCode: string;
  testNotice: string;
  preheader: string;
  preheaderWithoutCode: string;
  enterAt: string;
  enterHere: string;
  requested: string;
  /** The one pattern that is filled from the library's tables, not from a message: `{{browser}}` and `{{system}}`. */
  browserOnSystem: string;
  location: string;
  deviceAndLocation: string;
  warning: string;
  purposes: Record<OtpPurpose, PurposeWords>;
  /** The email's plain text part. */
  text: { code: string; enterAt: string; enterHere: string; warning: string };
  /** One line each. A text message is kept within GSM-7 where the language allows it: straight apostrophe, no dash. */
  sms: { full: string; short: string };
  /** The digits are words: a voice would read `4.` as "fourth" in German or Polish. After each it stops for a moment. */
  spoken: { code: string; again: string; closing: string; digits: readonly string[]; stop: string };
  chat: { code: string; codeFor: string; expiry: string };
};
