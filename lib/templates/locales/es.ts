import type { OtpWords } from "../words";

const IGNORE = "Si no has pedido este código, ignora este correo.";

/** Spanish. A draft that no native speaker has read yet. */
export const es: OtpWords = {
  dir: "ltr",
  formats: "es-ES",
  subject: "{{code}} es tu código de {{app.name}}",
  subjectWithoutCode: "Tu código de {{app.name}}",
  testNotice: "Modo de prueba: este mensaje se ha quedado en el Mailbox.",
  preheader: "{{code}} es válido durante {{expires_in}}. Nadie de {{app.name}} te lo pedirá.",
  preheaderWithoutCode: "Es válido durante {{expires_in}}. Nadie de {{app.name}} te lo pedirá.",
  enterAt: "Introduce este código en **{{app.domain}}**. Solo sirve una vez, durante {{expires_in}}.",
  enterHere: "Introduce este código donde lo pediste. Solo sirve una vez, durante {{expires_in}}.",
  requested: "Pedido a las {{request.time}} UTC, {{request.date}}",
  browserOnSystem: "{{browser}} en {{system}}",
  location: "Cerca de {{request.location}}",
  deviceAndLocation: "{{request.device}}, cerca de {{request.location}}",
  warning:
    "**No compartas este código con nadie.** El personal de {{app.name}} nunca te lo pedirá por teléfono, chat ni correo.",
  purposes: {
    sign_in: {
      heading: "Tu código de inicio de sesión",
      opening: null,
      ignore: `${IGNORE} Sin él, nadie puede iniciar sesión.`,
      ignoreText: IGNORE,
    },
    sign_up: {
      heading: "Tu código de registro",
      opening: null,
      ignore: `${IGNORE} Sin él, no se crea ninguna cuenta.`,
      ignoreText: IGNORE,
    },
    sign_up_existing: {
      heading: "Tu código de inicio de sesión",
      opening: "Ya tienes una cuenta; con este código inicias sesión.",
      ignore: `${IGNORE} Sin él, nadie puede iniciar sesión.`,
      ignoreText: IGNORE,
    },
    step_up: {
      heading: "Confirma que eres tú",
      opening: null,
      ignore:
        "Si no has pedido este código, no lo introduzcas en ningún sitio. Puede que alguien esté usando tu cuenta: cierra la sesión en tus otros dispositivos.",
      ignoreText:
        "Si no has pedido este código, no lo introduzcas en ningún sitio: puede que alguien esté usando tu cuenta.",
    },
    transaction: {
      heading: "Tu código de aprobación",
      opening: "Este código aprueba lo que has empezado.",
      ignore: "Si no has empezado nada, no introduzcas este código en ningún sitio. Sin él, no se aprueba nada.",
      ignoreText: "Si no has empezado nada, no introduzcas este código en ningún sitio.",
    },
    identifier: {
      heading: "Confirma esta dirección",
      opening: null,
      ignore: `${IGNORE} Sin él, tu dirección no se añade.`,
      ignoreText: IGNORE,
    },
  },
  text: {
    code: "{{code}} es tu código de {{app.name}}.",
    enterAt: "Introdúcelo en {{app.domain}}. Solo sirve una vez, durante {{expires_in}}.",
    enterHere: "Introdúcelo donde lo pediste. Solo sirve una vez, durante {{expires_in}}.",
    warning: "No compartas este código con nadie. El personal de {{app.name}} nunca te lo pedirá.",
  },
  sms: {
    full: "{{code}} es tu código de {{app.name}}. No lo compartas.",
    short: "{{code}} es tu código de {{app.name}}.",
  },
  spoken: {
    code: "Tu código de {{app.name}} es: {{code_spoken}}",
    again: "Lo repito, tu código es: {{code_spoken}}",
    closing: "Es válido durante {{expires_in}}. No lo compartas. Adiós.",
    digits: ["cero", "uno", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve"],
    stop: ". ",
  },
  chat: {
    code: "{{code}} es tu código de {{app.name}}.",
    codeFor: "{{code}} es el código de {{app.name}} para {{recipient}}.",
    expiry: "Solo sirve una vez, durante {{expires_in}}. No lo compartas.",
  },
};
