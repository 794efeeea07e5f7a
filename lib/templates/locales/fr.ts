import type { OtpWords } from "../words";

const IGNORE = "Si vous n'avez pas demandé ce code, ignorez cet e-mail.";

/** French. A draft that no native speaker has read yet. */
export const fr: OtpWords = {
  dir: "ltr",
  formats: "fr-FR",
  subject: "{{code}} est votre code {{app.name}}",
  subjectWithoutCode: "Votre code {{app.name}}",
  testNotice: "Mode test : ce message est resté dans la Mailbox.",
  preheader: "{{code}} est valable {{expires_in}}. Personne chez {{app.name}} ne vous le demandera.",
  preheaderWithoutCode: "Il est valable {{expires_in}}. Personne chez {{app.name}} ne vous le demandera.",
  enterAt: "Saisissez ce code sur **{{app.domain}}**. Il est valable une seule fois, pendant {{expires_in}}.",
  enterHere: "Saisissez ce code là où vous l'avez demandé. Il est valable une seule fois, pendant {{expires_in}}.",
  requested: "Demandé à {{request.time}} UTC, le {{request.date}}",
  browserOnSystem: "{{browser}} sur {{system}}",
  location: "Près de {{request.location}}",
  deviceAndLocation: "{{request.device}}, près de {{request.location}}",
  warning:
    "**Gardez ce code pour vous.** Personne chez {{app.name}} ne vous le demandera, ni par téléphone, ni par chat, ni par e-mail.",
  purposes: {
    sign_in: {
      heading: "Votre code de connexion",
      opening: null,
      ignore: `${IGNORE} Personne ne peut se connecter sans lui.`,
      ignoreText: IGNORE,
    },
    sign_up: {
      heading: "Votre code d'inscription",
      opening: null,
      ignore: `${IGNORE} Aucun compte n'est créé sans lui.`,
      ignoreText: IGNORE,
    },
    sign_up_existing: {
      heading: "Votre code de connexion",
      opening: "Vous avez déjà un compte ; ce code vous y connecte.",
      ignore: `${IGNORE} Personne ne peut se connecter sans lui.`,
      ignoreText: IGNORE,
    },
    step_up: {
      heading: "Confirmez que c'est bien vous",
      opening: null,
      ignore:
        "Si vous n'avez pas demandé ce code, ne le saisissez nulle part. Quelqu'un utilise peut-être votre compte : déconnectez vos autres appareils.",
      ignoreText:
        "Si vous n'avez pas demandé ce code, ne le saisissez nulle part : quelqu'un utilise peut-être votre compte.",
    },
    transaction: {
      heading: "Votre code de validation",
      opening: "Ce code valide ce que vous avez commencé.",
      ignore: "Si vous n'avez rien commencé, ne saisissez ce code nulle part. Rien n'est validé sans lui.",
      ignoreText: "Si vous n'avez rien commencé, ne saisissez ce code nulle part.",
    },
    identifier: {
      heading: "Confirmez cette adresse",
      opening: null,
      ignore: `${IGNORE} Votre adresse n'est pas ajoutée sans lui.`,
      ignoreText: IGNORE,
    },
  },
  text: {
    code: "{{code}} est votre code {{app.name}}.",
    enterAt: "Saisissez-le sur {{app.domain}}. Il est valable une seule fois, pendant {{expires_in}}.",
    enterHere: "Saisissez-le là où vous l'avez demandé. Il est valable une seule fois, pendant {{expires_in}}.",
    warning: "Gardez ce code pour vous. Personne chez {{app.name}} ne vous le demandera.",
  },
  sms: {
    full: "{{code}} est votre code {{app.name}}. Ne le communiquez à personne.",
    short: "{{code}} est votre code {{app.name}}.",
  },
  spoken: {
    code: "Votre code {{app.name}} est : {{code_spoken}}",
    again: "Je répète, votre code est : {{code_spoken}}",
    closing: "Il est valable {{expires_in}}. Ne le communiquez à personne. Au revoir.",
    digits: ["zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf"],
    stop: ". ",
  },
  chat: {
    code: "{{code}} est votre code {{app.name}}.",
    codeFor: "{{code}} est le code {{app.name}} pour {{recipient}}.",
    expiry: "Il est valable une seule fois, pendant {{expires_in}}. Ne le communiquez à personne.",
  },
};
