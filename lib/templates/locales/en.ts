import type { OtpWords } from "../words";

/** English, the language that every other one falls back to. */
export const en = {
  dir: "ltr",
  formats: "en-GB",
  subject: "{{code}} is your {{app.name}} code",
  subjectWithoutCode: "Your {{app.name}} code",
  testNotice: "Test mode: this message stayed in the Mailbox.",
  preheader: "{{code}} works for {{expires_in}}. Nobody from {{app.name}} will ask you for it.",
  preheaderWithoutCode: "It works for {{expires_in}}. Nobody from {{app.name}} will ask you for it.",
  enterAt: "Enter this code at **{{app.domain}}**. It works once, for {{expires_in}}.",
  enterHere: "Enter this code where you asked for it. It works once, for {{expires_in}}.",
  requested: "Asked for at {{request.time}} UTC, {{request.date}}",
  browserOnSystem: "{{browser}} on {{system}}",
  location: "Near {{request.location}}",
  deviceAndLocation: "{{request.device}}, near {{request.location}}",
  warning: "**Keep this code to yourself.** {{app.name}} staff will never ask for it by phone, chat or email.",
  purposes: {
    sign_in: {
      heading: "Your sign-in code",
      opening: null,
      ignore: "If you did not ask for this code, you can ignore this email. Nobody can sign in without it.",
      ignoreText: "If you did not ask for this code, ignore this email.",
    },
    sign_up: {
      heading: "Your sign-up code",
      opening: null,
      ignore: "If you did not ask for this code, you can ignore this email. No account is made without it.",
      ignoreText: "If you did not ask for this code, ignore this email.",
    },
    sign_up_existing: {
      heading: "Your sign-in code",
      opening: "You already have an account; this code signs you in.",
      ignore: "If you did not ask for this code, you can ignore this email. Nobody can sign in without it.",
      ignoreText: "If you did not ask for this code, ignore this email.",
    },
    step_up: {
      heading: "Confirm that it is you",
      opening: null,
      ignore:
        "If you did not ask for this code, do not enter it anywhere. Somebody may be using your account: sign out of your other devices.",
      ignoreText: "If you did not ask for this code, do not enter it anywhere: somebody may be using your account.",
    },
    transaction: {
      heading: "Your approval code",
      opening: "This code approves what you started.",
      ignore: "If you did not start anything, do not enter this code anywhere. Nothing is approved without it.",
      ignoreText: "If you did not start anything, do not enter this code anywhere.",
    },
    identifier: {
      heading: "Confirm this address",
      opening: null,
      ignore: "If you did not ask for this code, you can ignore this email. Your address is not added without it.",
      ignoreText: "If you did not ask for this code, ignore this email.",
    },
  },
  text: {
    code: "{{code}} is your {{app.name}} code.",
    enterAt: "Enter it at {{app.domain}}. It works once, for {{expires_in}}.",
    enterHere: "Enter it where you asked for it. It works once, for {{expires_in}}.",
    warning: "Keep this code to yourself. {{app.name}} staff will never ask for it.",
  },
  sms: {
    full: "{{code}} is your {{app.name}} code. Don't share it.",
    short: "{{code}} is your {{app.name}} code.",
  },
  spoken: {
    code: "Your {{app.name}} code is: {{code_spoken}}",
    again: "Once more, your code is: {{code_spoken}}",
    closing: "It works for {{expires_in}}. Don't share it. Goodbye.",
    digits: ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"],
    stop: ". ",
  },
  chat: {
    code: "{{code}} is your {{app.name}} code.",
    codeFor: "{{code}} is the {{app.name}} code for {{recipient}}.",
    expiry: "It works once, for {{expires_in}}. Don't share it.",
  },
} as const satisfies OtpWords;
