import type { OtpWords } from "../words";

const IGNORE = "Bu kodu siz istemediyseniz bu e-postayı dikkate almayın.";

/** Turkish. A draft that no native speaker has read yet. No suffix hangs on a name: it would have to follow its vowels. */
export const tr: OtpWords = {
  dir: "ltr",
  formats: "tr-TR",
  subject: "{{code}} {{app.name}} kodunuz",
  subjectWithoutCode: "{{app.name}} kodunuz",
  testNotice: "Test modu: bu ileti Mailbox içinde kaldı.",
  preheader: "{{code}} {{expires_in}} geçerlidir. {{app.name}} ekibinden hiç kimse onu sizden istemez.",
  preheaderWithoutCode: "Kod {{expires_in}} geçerlidir. {{app.name}} ekibinden hiç kimse onu sizden istemez.",
  enterAt: "Bu kodu **{{app.domain}}** adresinde girin. Yalnızca bir kez ve {{expires_in}} boyunca geçerlidir.",
  enterHere: "Bu kodu istediğiniz yerde girin. Yalnızca bir kez ve {{expires_in}} boyunca geçerlidir.",
  requested: "İstek zamanı: {{request.time}} UTC, {{request.date}}",
  browserOnSystem: "{{browser}}, {{system}}",
  location: "Yakın konum: {{request.location}}",
  deviceAndLocation: "{{request.device}}, yakın konum: {{request.location}}",
  warning:
    "**Bu kodu kimseyle paylaşmayın.** {{app.name}} çalışanları onu telefonla, sohbette veya e-postayla asla istemez.",
  purposes: {
    sign_in: {
      heading: "Oturum açma kodunuz",
      opening: null,
      ignore: `${IGNORE} Kod olmadan kimse oturum açamaz.`,
      ignoreText: IGNORE,
    },
    sign_up: {
      heading: "Kayıt kodunuz",
      opening: null,
      ignore: `${IGNORE} Kod olmadan hesap açılmaz.`,
      ignoreText: IGNORE,
    },
    sign_up_existing: {
      heading: "Oturum açma kodunuz",
      opening: "Zaten bir hesabınız var; bu kodla oturum açarsınız.",
      ignore: `${IGNORE} Kod olmadan kimse oturum açamaz.`,
      ignoreText: IGNORE,
    },
    step_up: {
      heading: "Siz olduğunuzu doğrulayın",
      opening: null,
      ignore:
        "Bu kodu siz istemediyseniz hiçbir yere girmeyin. Hesabınızı başka biri kullanıyor olabilir: diğer cihazlarınızda oturumu kapatın.",
      ignoreText: "Bu kodu siz istemediyseniz hiçbir yere girmeyin: hesabınızı başka biri kullanıyor olabilir.",
    },
    transaction: {
      heading: "Onay kodunuz",
      opening: "Bu kod başlattığınız işlemi onaylar.",
      ignore: "Bir işlem başlatmadıysanız bu kodu hiçbir yere girmeyin. Kod olmadan hiçbir şey onaylanmaz.",
      ignoreText: "Bir işlem başlatmadıysanız bu kodu hiçbir yere girmeyin.",
    },
    identifier: {
      heading: "Bu adresi doğrulayın",
      opening: null,
      ignore: `${IGNORE} Kod olmadan adresiniz eklenmez.`,
      ignoreText: IGNORE,
    },
  },
  text: {
    code: "{{code}} {{app.name}} kodunuz.",
    enterAt: "Kodu {{app.domain}} adresinde girin. Yalnızca bir kez ve {{expires_in}} boyunca geçerlidir.",
    enterHere: "Kodu istediğiniz yerde girin. Yalnızca bir kez ve {{expires_in}} boyunca geçerlidir.",
    warning: "Bu kodu kimseyle paylaşmayın. {{app.name}} çalışanları onu asla istemez.",
  },
  sms: {
    full: "{{code}} {{app.name}} kodunuz. Kimseyle paylaşmayın.",
    short: "{{code}} {{app.name}} kodunuz.",
  },
  spoken: {
    code: "{{app.name}} kodunuz: {{code_spoken}}",
    again: "Tekrar ediyorum, kodunuz: {{code_spoken}}",
    closing: "Kod {{expires_in}} geçerlidir. Kimseyle paylaşmayın. Hoşça kalın.",
    digits: ["sıfır", "bir", "iki", "üç", "dört", "beş", "altı", "yedi", "sekiz", "dokuz"],
    stop: ". ",
  },
  chat: {
    code: "{{code}} {{app.name}} kodunuz.",
    codeFor: "{{code}} {{app.name}} kodu. Alıcı: {{recipient}}.",
    expiry: "Yalnızca bir kez ve {{expires_in}} boyunca geçerlidir. Kimseyle paylaşmayın.",
  },
};
