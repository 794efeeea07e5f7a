import type { OtpWords } from "../words";

const IGNORE = "Якщо ви не запитували цей код, проігноруйте цей лист.";

/**
 * Ukrainian. A draft that no native speaker has read yet. Durations and places come after a colon: there they need no
 * case.
 */
export const uk: OtpWords = {
  dir: "ltr",
  formats: "uk-UA",
  subject: "{{code}} — ваш код {{app.name}}",
  subjectWithoutCode: "Ваш код {{app.name}}",
  testNotice: "Тестовий режим: це повідомлення залишилося в Mailbox.",
  preheader: "{{code}}, час дії: {{expires_in}}. Ніхто з {{app.name}} його не запитуватиме.",
  preheaderWithoutCode: "Час дії: {{expires_in}}. Ніхто з {{app.name}} не запитуватиме код.",
  enterAt: "Введіть цей код на **{{app.domain}}**. Він діє лише один раз. Час дії: {{expires_in}}.",
  enterHere: "Введіть цей код там, де ви його запитали. Він діє лише один раз. Час дії: {{expires_in}}.",
  requested: "Час запиту: {{request.time}} UTC, {{request.date}}",
  browserOnSystem: "{{browser}}, {{system}}",
  location: "Поблизу: {{request.location}}",
  deviceAndLocation: "{{request.device}}, поблизу: {{request.location}}",
  warning:
    "**Нікому не повідомляйте цей код.** Працівники {{app.name}} ніколи не проситимуть назвати його телефоном, у чаті чи електронною поштою.",
  purposes: {
    sign_in: {
      heading: "Ваш код для входу",
      opening: null,
      ignore: `${IGNORE} Без нього ніхто не зможе ввійти.`,
      ignoreText: IGNORE,
    },
    sign_up: {
      heading: "Ваш код для реєстрації",
      opening: null,
      ignore: `${IGNORE} Без нього обліковий запис не буде створено.`,
      ignoreText: IGNORE,
    },
    sign_up_existing: {
      heading: "Ваш код для входу",
      opening: "Ви вже маєте обліковий запис; цей код — для входу.",
      ignore: `${IGNORE} Без нього ніхто не зможе ввійти.`,
      ignoreText: IGNORE,
    },
    step_up: {
      heading: "Підтвердьте, що це ви",
      opening: null,
      ignore:
        "Якщо ви не запитували цей код, ніде його не вводьте. Можливо, хтось користується вашим обліковим записом: вийдіть з нього на інших пристроях.",
      ignoreText:
        "Якщо ви не запитували цей код, ніде його не вводьте: можливо, хтось користується вашим обліковим записом.",
    },
    transaction: {
      heading: "Ваш код підтвердження",
      opening: "Цей код підтверджує те, що ви розпочали.",
      ignore: "Якщо ви нічого не розпочинали, ніде не вводьте цей код. Без нього нічого не буде підтверджено.",
      ignoreText: "Якщо ви нічого не розпочинали, ніде не вводьте цей код.",
    },
    identifier: {
      heading: "Підтвердьте цю адресу",
      opening: null,
      ignore: `${IGNORE} Без нього вашу адресу не буде додано.`,
      ignoreText: IGNORE,
    },
  },
  text: {
    code: "{{code}} — ваш код {{app.name}}.",
    enterAt: "Введіть його на {{app.domain}}. Він діє лише один раз. Час дії: {{expires_in}}.",
    enterHere: "Введіть його там, де ви його запитали. Він діє лише один раз. Час дії: {{expires_in}}.",
    warning: "Нікому не повідомляйте цей код. Працівники {{app.name}} ніколи не проситимуть його назвати.",
  },
  sms: {
    full: "{{code}} — ваш код {{app.name}}. Нікому його не повідомляйте.",
    short: "{{code}} — ваш код {{app.name}}.",
  },
  spoken: {
    code: "Ваш код {{app.name}}: {{code_spoken}}",
    again: "Ще раз, ваш код: {{code_spoken}}",
    closing: "Час дії: {{expires_in}}. Нікому його не повідомляйте. До побачення.",
    digits: ["нуль", "один", "два", "три", "чотири", "п'ять", "шість", "сім", "вісім", "дев'ять"],
    stop: ". ",
  },
  chat: {
    code: "{{code}} — ваш код {{app.name}}.",
    codeFor: "{{code}} — код {{app.name}} для {{recipient}}.",
    expiry: "Він діє лише один раз. Час дії: {{expires_in}}. Нікому його не повідомляйте.",
  },
};
