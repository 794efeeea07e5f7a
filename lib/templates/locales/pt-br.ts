import type { OtpWords } from "../words";

const IGNORE = "Se você não pediu este código, ignore este e-mail.";

/** Brazilian Portuguese. A draft that no native speaker has read yet. */
export const ptBr: OtpWords = {
  dir: "ltr",
  formats: "pt-BR",
  subject: "{{code}} é seu código {{app.name}}",
  subjectWithoutCode: "Seu código {{app.name}}",
  testNotice: "Modo de teste: esta mensagem ficou na Mailbox.",
  preheader: "{{code}} vale por {{expires_in}}. Ninguém da equipe {{app.name}} vai pedi-lo a você.",
  preheaderWithoutCode: "Vale por {{expires_in}}. Ninguém da equipe {{app.name}} vai pedi-lo a você.",
  enterAt: "Digite este código em **{{app.domain}}**. Ele vale uma única vez, por {{expires_in}}.",
  enterHere: "Digite este código onde você o pediu. Ele vale uma única vez, por {{expires_in}}.",
  requested: "Pedido às {{request.time}} UTC, {{request.date}}",
  browserOnSystem: "{{browser}} no {{system}}",
  location: "Perto de {{request.location}}",
  deviceAndLocation: "{{request.device}}, perto de {{request.location}}",
  warning:
    "**Não compartilhe este código com ninguém.** A equipe {{app.name}} nunca vai pedi-lo por telefone, chat ou e-mail.",
  purposes: {
    sign_in: {
      heading: "Seu código de acesso",
      opening: null,
      ignore: `${IGNORE} Sem ele, ninguém consegue entrar.`,
      ignoreText: IGNORE,
    },
    sign_up: {
      heading: "Seu código de cadastro",
      opening: null,
      ignore: `${IGNORE} Sem ele, nenhuma conta é criada.`,
      ignoreText: IGNORE,
    },
    sign_up_existing: {
      heading: "Seu código de acesso",
      opening: "Você já tem uma conta; com este código você entra nela.",
      ignore: `${IGNORE} Sem ele, ninguém consegue entrar.`,
      ignoreText: IGNORE,
    },
    step_up: {
      heading: "Confirme que é você",
      opening: null,
      ignore:
        "Se você não pediu este código, não o digite em lugar nenhum. Talvez alguém esteja usando sua conta: saia dela nos seus outros dispositivos.",
      ignoreText: "Se você não pediu este código, não o digite em lugar nenhum: talvez alguém esteja usando sua conta.",
    },
    transaction: {
      heading: "Seu código de aprovação",
      opening: "Este código aprova o que você começou.",
      ignore: "Se você não começou nada, não digite este código em lugar nenhum. Sem ele, nada é aprovado.",
      ignoreText: "Se você não começou nada, não digite este código em lugar nenhum.",
    },
    identifier: {
      heading: "Confirme este endereço",
      opening: null,
      ignore: `${IGNORE} Sem ele, seu endereço não é adicionado.`,
      ignoreText: IGNORE,
    },
  },
  text: {
    code: "{{code}} é seu código {{app.name}}.",
    enterAt: "Digite-o em {{app.domain}}. Ele vale uma única vez, por {{expires_in}}.",
    enterHere: "Digite-o onde você o pediu. Ele vale uma única vez, por {{expires_in}}.",
    warning: "Não compartilhe este código com ninguém. A equipe {{app.name}} nunca vai pedi-lo.",
  },
  sms: {
    full: "{{code}} é seu código {{app.name}}. Não compartilhe.",
    short: "{{code}} é seu código {{app.name}}.",
  },
  spoken: {
    code: "Seu código {{app.name}} é: {{code_spoken}}",
    again: "Repetindo, seu código é: {{code_spoken}}",
    closing: "Ele vale por {{expires_in}}. Não o compartilhe. Até logo.",
    // On the phone a six is "meia": "seis" is easily taken for "três".
    digits: ["zero", "um", "dois", "três", "quatro", "cinco", "meia", "sete", "oito", "nove"],
    stop: ". ",
  },
  chat: {
    code: "{{code}} é seu código {{app.name}}.",
    codeFor: "{{code}} é o código {{app.name}} para {{recipient}}.",
    expiry: "Ele vale uma única vez, por {{expires_in}}. Não compartilhe.",
  },
};
