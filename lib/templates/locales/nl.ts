import type { OtpWords } from "../words";

const IGNORE = "Heb je deze code niet aangevraagd? Negeer deze e-mail dan.";

/** Dutch. A draft that no native speaker has read yet. */
export const nl: OtpWords = {
  dir: "ltr",
  formats: "nl-NL",
  subject: "{{code}} is je code voor {{app.name}}",
  subjectWithoutCode: "Je code voor {{app.name}}",
  testNotice: "Testmodus: dit bericht bleef in de Mailbox.",
  preheader: "{{code}} is {{expires_in}} geldig. Niemand van {{app.name}} zal je erom vragen.",
  preheaderWithoutCode: "Hij is {{expires_in}} geldig. Niemand van {{app.name}} zal je erom vragen.",
  enterAt: "Voer deze code in op **{{app.domain}}**. Hij is één keer geldig, {{expires_in}} lang.",
  enterHere: "Voer deze code in waar je hem hebt aangevraagd. Hij is één keer geldig, {{expires_in}} lang.",
  requested: "Aangevraagd om {{request.time}} UTC, {{request.date}}",
  browserOnSystem: "{{browser}} op {{system}}",
  location: "In de buurt van {{request.location}}",
  deviceAndLocation: "{{request.device}}, in de buurt van {{request.location}}",
  warning:
    "**Houd deze code voor jezelf.** Medewerkers van {{app.name}} vragen er nooit om via telefoon, chat of e-mail.",
  purposes: {
    sign_in: {
      heading: "Je inlogcode",
      opening: null,
      ignore: `${IGNORE} Zonder de code kan niemand inloggen.`,
      ignoreText: IGNORE,
    },
    sign_up: {
      heading: "Je registratiecode",
      opening: null,
      ignore: `${IGNORE} Zonder de code wordt er geen account gemaakt.`,
      ignoreText: IGNORE,
    },
    sign_up_existing: {
      heading: "Je inlogcode",
      opening: "Je hebt al een account; met deze code log je in.",
      ignore: `${IGNORE} Zonder de code kan niemand inloggen.`,
      ignoreText: IGNORE,
    },
    step_up: {
      heading: "Bevestig dat jij het bent",
      opening: null,
      ignore:
        "Heb je deze code niet aangevraagd? Voer hem dan nergens in. Misschien gebruikt iemand je account: log uit op je andere apparaten.",
      ignoreText: "Heb je deze code niet aangevraagd? Voer hem dan nergens in: misschien gebruikt iemand je account.",
    },
    transaction: {
      heading: "Je goedkeuringscode",
      opening: "Met deze code keur je goed wat je bent begonnen.",
      ignore: "Ben je niets begonnen? Voer deze code dan nergens in. Zonder de code wordt niets goedgekeurd.",
      ignoreText: "Ben je niets begonnen? Voer deze code dan nergens in.",
    },
    identifier: {
      heading: "Bevestig dit adres",
      opening: null,
      ignore: `${IGNORE} Zonder de code wordt je adres niet toegevoegd.`,
      ignoreText: IGNORE,
    },
  },
  text: {
    code: "{{code}} is je code voor {{app.name}}.",
    enterAt: "Voer hem in op {{app.domain}}. Hij is één keer geldig, {{expires_in}} lang.",
    enterHere: "Voer hem in waar je hem hebt aangevraagd. Hij is één keer geldig, {{expires_in}} lang.",
    warning: "Houd deze code voor jezelf. Medewerkers van {{app.name}} vragen er nooit om.",
  },
  sms: {
    full: "{{code}} is je {{app.name}}-code. Deel hem met niemand.",
    short: "{{code}} is je {{app.name}}-code.",
  },
  spoken: {
    code: "Je code voor {{app.name}} is: {{code_spoken}}",
    again: "Nog een keer, je code is: {{code_spoken}}",
    closing: "Hij is {{expires_in}} geldig. Deel hem met niemand. Tot ziens.",
    digits: ["nul", "een", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen"],
    stop: ". ",
  },
  chat: {
    code: "{{code}} is je code voor {{app.name}}.",
    codeFor: "{{code}} is de {{app.name}}-code voor {{recipient}}.",
    expiry: "Hij is één keer geldig, {{expires_in}} lang. Deel hem met niemand.",
  },
};
