import type { OtpWords } from "../words";

const IGNORE = "お心当たりがない場合は、このメールを無視してください。";

/** Japanese. A draft that no native speaker has read yet. */
export const ja: OtpWords = {
  dir: "ltr",
  formats: "ja-JP",
  subject: "{{code}} {{app.name}}の認証コード",
  subjectWithoutCode: "{{app.name}}の認証コード",
  testNotice: "テストモード：このメッセージはMailboxにとどまりました。",
  preheader: "{{code}}の有効時間は{{expires_in}}です。{{app.name}}の担当者がお尋ねすることはありません。",
  preheaderWithoutCode: "有効時間は{{expires_in}}です。{{app.name}}の担当者がコードをお尋ねすることはありません。",
  enterAt: "このコードを**{{app.domain}}**で入力してください。使えるのは一度だけ、有効時間は{{expires_in}}です。",
  enterHere: "コードをリクエストした画面で入力してください。使えるのは一度だけ、有効時間は{{expires_in}}です。",
  requested: "リクエスト日時：{{request.date}} {{request.time}} UTC",
  browserOnSystem: "{{browser}}（{{system}}）",
  location: "{{request.location}}付近",
  deviceAndLocation: "{{request.device}}、{{request.location}}付近",
  warning:
    "**このコードは誰にも教えないでください。**{{app.name}}の担当者が電話、チャット、メールでお尋ねすることは決してありません。",
  purposes: {
    sign_in: {
      heading: "サインイン用コード",
      opening: null,
      ignore: `${IGNORE}コードがなければ誰もサインインできません。`,
      ignoreText: IGNORE,
    },
    sign_up: {
      heading: "登録用コード",
      opening: null,
      ignore: `${IGNORE}コードがなければアカウントは作成されません。`,
      ignoreText: IGNORE,
    },
    sign_up_existing: {
      heading: "サインイン用コード",
      opening: "すでにアカウントをお持ちです。このコードでサインインできます。",
      ignore: `${IGNORE}コードがなければ誰もサインインできません。`,
      ignoreText: IGNORE,
    },
    step_up: {
      heading: "ご本人であることの確認",
      opening: null,
      ignore:
        "お心当たりがない場合は、このコードをどこにも入力しないでください。誰かがあなたのアカウントを使っている可能性があります。ほかの端末からサインアウトしてください。",
      ignoreText:
        "お心当たりがない場合は、このコードをどこにも入力しないでください。誰かがあなたのアカウントを使っている可能性があります。",
    },
    transaction: {
      heading: "承認用コード",
      opening: "このコードで、あなたが始めた手続きを承認します。",
      ignore: "お心当たりがない場合は、このコードをどこにも入力しないでください。コードがなければ何も承認されません。",
      ignoreText: "お心当たりがない場合は、このコードをどこにも入力しないでください。",
    },
    identifier: {
      heading: "このアドレスの確認",
      opening: null,
      ignore: `${IGNORE}コードがなければアドレスは追加されません。`,
      ignoreText: IGNORE,
    },
  },
  text: {
    code: "{{app.name}}の認証コードは{{code}}です。",
    enterAt: "{{app.domain}}で入力してください。使えるのは一度だけ、有効時間は{{expires_in}}です。",
    enterHere: "コードをリクエストした画面で入力してください。使えるのは一度だけ、有効時間は{{expires_in}}です。",
    warning: "このコードは誰にも教えないでください。{{app.name}}の担当者がお尋ねすることは決してありません。",
  },
  sms: {
    full: "{{app.name}}の認証コードは{{code}}です。誰にも教えないでください。",
    short: "{{app.name}}の認証コードは{{code}}です。",
  },
  spoken: {
    code: "{{app.name}}の認証コードをお伝えします。{{code_spoken}}",
    again: "もう一度お伝えします。{{code_spoken}}",
    closing: "有効時間は{{expires_in}}です。誰にも教えないでください。失礼いたします。",
    digits: ["ゼロ", "いち", "に", "さん", "よん", "ご", "ろく", "なな", "はち", "きゅう"],
    stop: "。",
  },
  chat: {
    code: "{{app.name}}の認証コードは{{code}}です。",
    codeFor: "{{recipient}}の{{app.name}}認証コードは{{code}}です。",
    expiry: "使えるのは一度だけ、有効時間は{{expires_in}}です。誰にも教えないでください。",
  },
};
