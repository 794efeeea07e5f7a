import type { OtpWords } from "../words";

const IGNORE = "Se non hai richiesto questo codice, ignora questa email.";

/** Italian. A draft that no native speaker has read yet. */
export const it: OtpWords = {
  dir: "ltr",
  formats: "it-IT",
  subject: "{{code}} è il tuo codice {{app.name}}",
  subjectWithoutCode: "Il tuo codice {{app.name}}",
  testNotice: "Modalità di prova: questo messaggio è rimasto nella Mailbox.",
  preheader: "{{code}} è valido per {{expires_in}}. Nessuno di {{app.name}} te lo chiederà.",
  preheaderWithoutCode: "È valido per {{expires_in}}. Nessuno di {{app.name}} te lo chiederà.",
  enterAt: "Inserisci questo codice su **{{app.domain}}**. È valido una sola volta, per {{expires_in}}.",
  enterHere: "Inserisci questo codice dove lo hai richiesto. È valido una sola volta, per {{expires_in}}.",
  requested: "Richiesto alle {{request.time}} UTC, {{request.date}}",
  browserOnSystem: "{{browser}} su {{system}}",
  location: "Vicino a {{request.location}}",
  deviceAndLocation: "{{request.device}}, vicino a {{request.location}}",
  warning:
    "**Non condividere questo codice con nessuno.** Il personale di {{app.name}} non te lo chiederà mai per telefono, chat o email.",
  purposes: {
    sign_in: {
      heading: "Il tuo codice di accesso",
      opening: null,
      ignore: `${IGNORE} Nessuno può accedere senza.`,
      ignoreText: IGNORE,
    },
    sign_up: {
      heading: "Il tuo codice di registrazione",
      opening: null,
      ignore: `${IGNORE} Nessun account viene creato senza.`,
      ignoreText: IGNORE,
    },
    sign_up_existing: {
      heading: "Il tuo codice di accesso",
      opening: "Hai già un account; con questo codice accedi.",
      ignore: `${IGNORE} Nessuno può accedere senza.`,
      ignoreText: IGNORE,
    },
    step_up: {
      heading: "Conferma che sei tu",
      opening: null,
      ignore:
        "Se non hai richiesto questo codice, non inserirlo da nessuna parte. Forse qualcuno sta usando il tuo account: esci dagli altri tuoi dispositivi.",
      ignoreText:
        "Se non hai richiesto questo codice, non inserirlo da nessuna parte: forse qualcuno sta usando il tuo account.",
    },
    transaction: {
      heading: "Il tuo codice di approvazione",
      opening: "Questo codice approva ciò che hai avviato.",
      ignore: "Se non hai avviato nulla, non inserire questo codice da nessuna parte. Nulla viene approvato senza.",
      ignoreText: "Se non hai avviato nulla, non inserire questo codice da nessuna parte.",
    },
    identifier: {
      heading: "Conferma questo indirizzo",
      opening: null,
      ignore: `${IGNORE} Il tuo indirizzo non viene aggiunto senza.`,
      ignoreText: IGNORE,
    },
  },
  text: {
    code: "{{code}} è il tuo codice {{app.name}}.",
    enterAt: "Inseriscilo su {{app.domain}}. È valido una sola volta, per {{expires_in}}.",
    enterHere: "Inseriscilo dove lo hai richiesto. È valido una sola volta, per {{expires_in}}.",
    warning: "Non condividere questo codice con nessuno. Il personale di {{app.name}} non te lo chiederà mai.",
  },
  sms: {
    full: "{{code}} è il tuo codice {{app.name}}. Non condividerlo.",
    short: "{{code}} è il tuo codice {{app.name}}.",
  },
  spoken: {
    code: "Il tuo codice {{app.name}} è: {{code_spoken}}",
    again: "Ripeto, il tuo codice è: {{code_spoken}}",
    closing: "È valido per {{expires_in}}. Non condividerlo. Arrivederci.",
    digits: ["zero", "uno", "due", "tre", "quattro", "cinque", "sei", "sette", "otto", "nove"],
    stop: ". ",
  },
  chat: {
    code: "{{code}} è il tuo codice {{app.name}}.",
    codeFor: "{{code}} è il codice {{app.name}} per {{recipient}}.",
    expiry: "È valido una sola volta, per {{expires_in}}. Non condividerlo.",
  },
};
