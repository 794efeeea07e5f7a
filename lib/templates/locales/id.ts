import type { OtpWords } from "../words";

const IGNORE = "Jika Anda tidak meminta kode ini, abaikan email ini.";

/** Indonesian. A draft that no native speaker has read yet. */
export const id: OtpWords = {
  dir: "ltr",
  formats: "id-ID",
  subject: "{{code}} adalah kode {{app.name}} Anda",
  subjectWithoutCode: "Kode {{app.name}} Anda",
  testNotice: "Mode uji: pesan ini tetap di Mailbox.",
  preheader: "{{code}} berlaku {{expires_in}}. Tidak ada orang dari {{app.name}} yang akan memintanya.",
  preheaderWithoutCode: "Berlaku {{expires_in}}. Tidak ada orang dari {{app.name}} yang akan meminta kode ini.",
  enterAt: "Masukkan kode ini di **{{app.domain}}**. Kode hanya dapat dipakai sekali, selama {{expires_in}}.",
  enterHere: "Masukkan kode ini di tempat Anda memintanya. Kode hanya dapat dipakai sekali, selama {{expires_in}}.",
  requested: "Diminta pukul {{request.time}} UTC, {{request.date}}",
  browserOnSystem: "{{browser}} di {{system}}",
  location: "Dekat {{request.location}}",
  deviceAndLocation: "{{request.device}}, dekat {{request.location}}",
  warning:
    "**Jangan bagikan kode ini kepada siapa pun.** Staf {{app.name}} tidak akan pernah memintanya lewat telepon, chat, atau email.",
  purposes: {
    sign_in: {
      heading: "Kode masuk Anda",
      opening: null,
      ignore: `${IGNORE} Tanpa kode ini, tidak ada yang dapat masuk.`,
      ignoreText: IGNORE,
    },
    sign_up: {
      heading: "Kode pendaftaran Anda",
      opening: null,
      ignore: `${IGNORE} Tanpa kode ini, tidak ada akun yang dibuat.`,
      ignoreText: IGNORE,
    },
    sign_up_existing: {
      heading: "Kode masuk Anda",
      opening: "Anda sudah punya akun; kode ini untuk masuk.",
      ignore: `${IGNORE} Tanpa kode ini, tidak ada yang dapat masuk.`,
      ignoreText: IGNORE,
    },
    step_up: {
      heading: "Konfirmasi bahwa ini Anda",
      opening: null,
      ignore:
        "Jika Anda tidak meminta kode ini, jangan masukkan di mana pun. Mungkin ada orang yang memakai akun Anda: keluarlah dari perangkat Anda yang lain.",
      ignoreText:
        "Jika Anda tidak meminta kode ini, jangan masukkan di mana pun: mungkin ada orang yang memakai akun Anda.",
    },
    transaction: {
      heading: "Kode persetujuan Anda",
      opening: "Kode ini menyetujui yang Anda mulai.",
      ignore:
        "Jika Anda tidak memulai apa pun, jangan masukkan kode ini di mana pun. Tanpa kode ini, tidak ada yang disetujui.",
      ignoreText: "Jika Anda tidak memulai apa pun, jangan masukkan kode ini di mana pun.",
    },
    identifier: {
      heading: "Konfirmasi alamat ini",
      opening: null,
      ignore: `${IGNORE} Tanpa kode ini, alamat Anda tidak ditambahkan.`,
      ignoreText: IGNORE,
    },
  },
  text: {
    code: "{{code}} adalah kode {{app.name}} Anda.",
    enterAt: "Masukkan di {{app.domain}}. Kode hanya dapat dipakai sekali, selama {{expires_in}}.",
    enterHere: "Masukkan di tempat Anda memintanya. Kode hanya dapat dipakai sekali, selama {{expires_in}}.",
    warning: "Jangan bagikan kode ini kepada siapa pun. Staf {{app.name}} tidak akan pernah memintanya.",
  },
  sms: {
    full: "{{code}} adalah kode {{app.name}} Anda. Jangan bagikan kepada siapa pun.",
    short: "{{code}} adalah kode {{app.name}} Anda.",
  },
  spoken: {
    code: "Kode {{app.name}} Anda adalah: {{code_spoken}}",
    again: "Sekali lagi, kode Anda adalah: {{code_spoken}}",
    closing: "Kode berlaku {{expires_in}}. Jangan bagikan kepada siapa pun. Sampai jumpa.",
    digits: ["nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan"],
    stop: ". ",
  },
  chat: {
    code: "{{code}} adalah kode {{app.name}} Anda.",
    codeFor: "{{code}} adalah kode {{app.name}} untuk {{recipient}}.",
    expiry: "Kode hanya dapat dipakai sekali, selama {{expires_in}}. Jangan bagikan kepada siapa pun.",
  },
};
