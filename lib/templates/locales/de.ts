import type { OtpWords } from "../words";

const IGNORE = "Falls Sie diesen Code nicht angefordert haben, ignorieren Sie diese E-Mail.";

/** German. A draft that no native speaker has read yet. */
export const de: OtpWords = {
  dir: "ltr",
  formats: "de-DE",
  subject: "{{code}} ist Ihr Code für {{app.name}}",
  subjectWithoutCode: "Ihr Code für {{app.name}}",
  testNotice: "Testmodus: Diese Nachricht blieb in der Mailbox.",
  preheader: "{{code}} gilt {{expires_in}}. Niemand von {{app.name}} wird Sie danach fragen.",
  preheaderWithoutCode: "Er gilt {{expires_in}}. Niemand von {{app.name}} wird Sie danach fragen.",
  enterAt: "Geben Sie diesen Code auf **{{app.domain}}** ein. Er gilt einmal, {{expires_in}} lang.",
  enterHere: "Geben Sie diesen Code dort ein, wo Sie ihn angefordert haben. Er gilt einmal, {{expires_in}} lang.",
  requested: "Angefordert um {{request.time}} UTC, {{request.date}}",
  browserOnSystem: "{{browser}} auf {{system}}",
  location: "In der Nähe von {{request.location}}",
  deviceAndLocation: "{{request.device}}, in der Nähe von {{request.location}}",
  warning:
    "**Behalten Sie diesen Code für sich.** {{app.name}} fragt Sie nie danach, weder am Telefon noch im Chat oder per E-Mail.",
  purposes: {
    sign_in: {
      heading: "Ihr Anmeldecode",
      opening: null,
      ignore: `${IGNORE} Ohne den Code kann sich niemand anmelden.`,
      ignoreText: IGNORE,
    },
    sign_up: {
      heading: "Ihr Registrierungscode",
      opening: null,
      ignore: `${IGNORE} Ohne den Code wird kein Konto angelegt.`,
      ignoreText: IGNORE,
    },
    sign_up_existing: {
      heading: "Ihr Anmeldecode",
      opening: "Sie haben bereits ein Konto; mit diesem Code melden Sie sich an.",
      ignore: `${IGNORE} Ohne den Code kann sich niemand anmelden.`,
      ignoreText: IGNORE,
    },
    step_up: {
      heading: "Bestätigen Sie, dass Sie es sind",
      opening: null,
      ignore:
        "Falls Sie diesen Code nicht angefordert haben, geben Sie ihn nirgends ein. Vielleicht benutzt jemand Ihr Konto: Melden Sie Ihre anderen Geräte ab.",
      ignoreText:
        "Falls Sie diesen Code nicht angefordert haben, geben Sie ihn nirgends ein: Vielleicht benutzt jemand Ihr Konto.",
    },
    transaction: {
      heading: "Ihr Freigabecode",
      opening: "Mit diesem Code geben Sie frei, was Sie begonnen haben.",
      ignore: "Falls Sie nichts begonnen haben, geben Sie diesen Code nirgends ein. Ohne ihn wird nichts freigegeben.",
      ignoreText: "Falls Sie nichts begonnen haben, geben Sie diesen Code nirgends ein.",
    },
    identifier: {
      heading: "Bestätigen Sie diese Adresse",
      opening: null,
      ignore: `${IGNORE} Ohne den Code wird Ihre Adresse nicht hinzugefügt.`,
      ignoreText: IGNORE,
    },
  },
  text: {
    code: "{{code}} ist Ihr Code für {{app.name}}.",
    enterAt: "Geben Sie ihn auf {{app.domain}} ein. Er gilt einmal, {{expires_in}} lang.",
    enterHere: "Geben Sie ihn dort ein, wo Sie ihn angefordert haben. Er gilt einmal, {{expires_in}} lang.",
    warning: "Behalten Sie diesen Code für sich. {{app.name}} fragt Sie nie danach.",
  },
  sms: {
    full: "{{code}} ist Ihr {{app.name}}-Code. Bitte nicht weitergeben.",
    short: "{{code}} ist Ihr {{app.name}}-Code.",
  },
  spoken: {
    code: "Ihr Code für {{app.name}} lautet: {{code_spoken}}",
    again: "Noch einmal, Ihr Code lautet: {{code_spoken}}",
    closing: "Er gilt {{expires_in}}. Geben Sie ihn nicht weiter. Auf Wiederhören.",
    digits: ["null", "eins", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun"],
    stop: ". ",
  },
  chat: {
    code: "{{code}} ist Ihr Code für {{app.name}}.",
    codeFor: "{{code}} ist der {{app.name}}-Code für {{recipient}}.",
    expiry: "Er gilt einmal, {{expires_in}} lang. Geben Sie ihn nicht weiter.",
  },
};
