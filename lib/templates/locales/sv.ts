import type { OtpWords } from "../words";

const IGNORE = "Om du inte bad om koden kan du bortse från det här mejlet.";

/** Swedish. A draft that no native speaker has read yet. */
export const sv: OtpWords = {
  dir: "ltr",
  formats: "sv-SE",
  subject: "{{code}} är din kod till {{app.name}}",
  subjectWithoutCode: "Din kod till {{app.name}}",
  testNotice: "Testläge: det här meddelandet stannade i Mailbox.",
  preheader: "{{code}} gäller i {{expires_in}}. Ingen från {{app.name}} kommer att be dig om den.",
  preheaderWithoutCode: "Den gäller i {{expires_in}}. Ingen från {{app.name}} kommer att be dig om den.",
  enterAt: "Ange koden på **{{app.domain}}**. Den gäller en gång, i {{expires_in}}.",
  enterHere: "Ange koden där du bad om den. Den gäller en gång, i {{expires_in}}.",
  requested: "Begärd kl. {{request.time}} UTC, {{request.date}}",
  browserOnSystem: "{{browser}} på {{system}}",
  location: "Nära {{request.location}}",
  deviceAndLocation: "{{request.device}}, nära {{request.location}}",
  warning:
    "**Behåll koden för dig själv.** Personalen på {{app.name}} ber aldrig om den, varken via telefon, chatt eller e-post.",
  purposes: {
    sign_in: {
      heading: "Din inloggningskod",
      opening: null,
      ignore: `${IGNORE} Ingen kan logga in utan den.`,
      ignoreText: IGNORE,
    },
    sign_up: {
      heading: "Din registreringskod",
      opening: null,
      ignore: `${IGNORE} Inget konto skapas utan den.`,
      ignoreText: IGNORE,
    },
    sign_up_existing: {
      heading: "Din inloggningskod",
      opening: "Du har redan ett konto; med den här koden loggar du in.",
      ignore: `${IGNORE} Ingen kan logga in utan den.`,
      ignoreText: IGNORE,
    },
    step_up: {
      heading: "Bekräfta att det är du",
      opening: null,
      ignore:
        "Om du inte bad om koden ska du inte ange den någonstans. Kanske använder någon ditt konto: logga ut från dina andra enheter.",
      ignoreText: "Om du inte bad om koden ska du inte ange den någonstans: kanske använder någon ditt konto.",
    },
    transaction: {
      heading: "Din godkännandekod",
      opening: "Koden godkänner det du har påbörjat.",
      ignore: "Om du inte har påbörjat något ska du inte ange koden någonstans. Inget godkänns utan den.",
      ignoreText: "Om du inte har påbörjat något ska du inte ange koden någonstans.",
    },
    identifier: {
      heading: "Bekräfta den här adressen",
      opening: null,
      ignore: `${IGNORE} Din adress läggs inte till utan den.`,
      ignoreText: IGNORE,
    },
  },
  text: {
    code: "{{code}} är din kod till {{app.name}}.",
    enterAt: "Ange den på {{app.domain}}. Den gäller en gång, i {{expires_in}}.",
    enterHere: "Ange den där du bad om den. Den gäller en gång, i {{expires_in}}.",
    warning: "Behåll koden för dig själv. Personalen på {{app.name}} ber aldrig om den.",
  },
  sms: {
    full: "{{code}} är din {{app.name}}-kod. Dela den inte med någon.",
    short: "{{code}} är din {{app.name}}-kod.",
  },
  spoken: {
    code: "Din kod till {{app.name}} är: {{code_spoken}}",
    again: "En gång till, din kod är: {{code_spoken}}",
    closing: "Den gäller i {{expires_in}}. Dela den inte med någon. Hej då.",
    digits: ["noll", "ett", "två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio"],
    stop: ". ",
  },
  chat: {
    code: "{{code}} är din kod till {{app.name}}.",
    codeFor: "{{code}} är {{app.name}}-koden för {{recipient}}.",
    expiry: "Den gäller en gång, i {{expires_in}}. Dela den inte med någon.",
  },
};
