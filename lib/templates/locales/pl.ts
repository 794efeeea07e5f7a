import type { OtpWords } from "../words";

const IGNORE = "Jeśli ten kod nie został zamówiony przez Ciebie, zignoruj tę wiadomość.";

/**
 * Polish. A draft that no native speaker has read yet. Durations and places come after a colon: there they need no case.
 */
export const pl: OtpWords = {
  dir: "ltr",
  formats: "pl-PL",
  subject: "{{code}} to Twój kod {{app.name}}",
  subjectWithoutCode: "Twój kod {{app.name}}",
  testNotice: "Tryb testowy: ta wiadomość została w Mailbox.",
  preheader: "{{code}}, czas ważności: {{expires_in}}. Nikt z {{app.name}} o niego nie poprosi.",
  preheaderWithoutCode: "Czas ważności: {{expires_in}}. Nikt z {{app.name}} o ten kod nie poprosi.",
  enterAt: "Wpisz ten kod na stronie **{{app.domain}}**. Działa tylko raz. Czas ważności: {{expires_in}}.",
  enterHere: "Wpisz ten kod tam, gdzie został zamówiony. Działa tylko raz. Czas ważności: {{expires_in}}.",
  requested: "Zamówiono: {{request.time}} UTC, {{request.date}}",
  browserOnSystem: "{{browser}}, {{system}}",
  location: "Okolica: {{request.location}}",
  deviceAndLocation: "{{request.device}}, okolica: {{request.location}}",
  warning:
    "**Zachowaj ten kod dla siebie.** Pracownicy {{app.name}} nigdy o niego nie poproszą przez telefon, na czacie ani w e-mailu.",
  purposes: {
    sign_in: {
      heading: "Twój kod logowania",
      opening: null,
      ignore: `${IGNORE} Bez kodu nikt się nie zaloguje.`,
      ignoreText: IGNORE,
    },
    sign_up: {
      heading: "Twój kod rejestracji",
      opening: null,
      ignore: `${IGNORE} Bez kodu nie powstanie żadne konto.`,
      ignoreText: IGNORE,
    },
    sign_up_existing: {
      heading: "Twój kod logowania",
      opening: "Masz już konto; ten kod służy do zalogowania.",
      ignore: `${IGNORE} Bez kodu nikt się nie zaloguje.`,
      ignoreText: IGNORE,
    },
    step_up: {
      heading: "Potwierdź, że to Ty",
      opening: null,
      ignore:
        "Jeśli ten kod nie został zamówiony przez Ciebie, nigdzie go nie wpisuj. Być może ktoś korzysta z Twojego konta: wyloguj swoje inne urządzenia.",
      ignoreText:
        "Jeśli ten kod nie został zamówiony przez Ciebie, nigdzie go nie wpisuj: być może ktoś korzysta z Twojego konta.",
    },
    transaction: {
      heading: "Twój kod zatwierdzenia",
      opening: "Ten kod zatwierdza rozpoczętą przez Ciebie operację.",
      ignore: "Jeśli to nie Twoja operacja, nigdzie nie wpisuj tego kodu. Bez niego nic nie zostanie zatwierdzone.",
      ignoreText: "Jeśli to nie Twoja operacja, nigdzie nie wpisuj tego kodu.",
    },
    identifier: {
      heading: "Potwierdź ten adres",
      opening: null,
      ignore: `${IGNORE} Bez kodu Twój adres nie zostanie dodany.`,
      ignoreText: IGNORE,
    },
  },
  text: {
    code: "{{code}} to Twój kod {{app.name}}.",
    enterAt: "Wpisz go na stronie {{app.domain}}. Działa tylko raz. Czas ważności: {{expires_in}}.",
    enterHere: "Wpisz go tam, gdzie został zamówiony. Działa tylko raz. Czas ważności: {{expires_in}}.",
    warning: "Zachowaj ten kod dla siebie. Pracownicy {{app.name}} nigdy o niego nie poproszą.",
  },
  sms: {
    full: "{{code}} to Twój kod {{app.name}}. Nikomu go nie podawaj.",
    short: "{{code}} to Twój kod {{app.name}}.",
  },
  spoken: {
    code: "Twój kod {{app.name}} to: {{code_spoken}}",
    again: "Jeszcze raz, Twój kod to: {{code_spoken}}",
    closing: "Czas ważności: {{expires_in}}. Nikomu go nie podawaj. Do widzenia.",
    digits: ["zero", "jeden", "dwa", "trzy", "cztery", "pięć", "sześć", "siedem", "osiem", "dziewięć"],
    stop: ". ",
  },
  chat: {
    code: "{{code}} to Twój kod {{app.name}}.",
    codeFor: "{{code}} to kod {{app.name}} dla: {{recipient}}.",
    expiry: "Działa tylko raz. Czas ważności: {{expires_in}}. Nikomu go nie podawaj.",
  },
};
