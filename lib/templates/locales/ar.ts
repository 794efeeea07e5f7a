import type { OtpWords } from "../words";

const IGNORE = "إذا لم تطلب هذا الرمز، فتجاهل هذه الرسالة.";

/**
 * Arabic, written from right to left. A draft that no native speaker has read yet. Durations come after a colon: there
 * they need no case. A line begins with an Arabic word, or a mail program that reads plain text takes it for one from the
 * left.
 */
export const ar: OtpWords = {
  dir: "rtl",
  formats: "ar",
  subject: "{{code}} هو رمز {{app.name}} الخاص بك",
  subjectWithoutCode: "رمز {{app.name}} الخاص بك",
  testNotice: "وضع الاختبار: بقيت هذه الرسالة في Mailbox.",
  preheader: "{{code}}، مدة الصلاحية: {{expires_in}}. لن يطلبه منك أي شخص من {{app.name}}.",
  preheaderWithoutCode: "مدة الصلاحية: {{expires_in}}. لن يطلب منك أي شخص من {{app.name}} هذا الرمز.",
  enterAt: "أدخل هذا الرمز في **{{app.domain}}**. يعمل مرة واحدة فقط. مدة الصلاحية: {{expires_in}}.",
  enterHere: "أدخل هذا الرمز حيث طلبته. يعمل مرة واحدة فقط. مدة الصلاحية: {{expires_in}}.",
  requested: "وقت الطلب: {{request.date}}، {{request.time}} UTC",
  browserOnSystem: "متصفح {{browser}} على {{system}}",
  location: "بالقرب من {{request.location}}",
  deviceAndLocation: "{{request.device}}، بالقرب من {{request.location}}",
  warning:
    "**احتفظ بهذا الرمز لنفسك.** لن يطلبه منك موظفو {{app.name}} أبدًا عبر الهاتف أو الدردشة أو البريد الإلكتروني.",
  purposes: {
    sign_in: {
      heading: "رمز تسجيل الدخول",
      opening: null,
      ignore: `${IGNORE} لا يمكن لأحد تسجيل الدخول من دونه.`,
      ignoreText: IGNORE,
    },
    sign_up: {
      heading: "رمز إنشاء الحساب",
      opening: null,
      ignore: `${IGNORE} لا يُنشأ أي حساب من دونه.`,
      ignoreText: IGNORE,
    },
    sign_up_existing: {
      heading: "رمز تسجيل الدخول",
      opening: "لديك حساب بالفعل؛ هذا الرمز لتسجيل دخولك.",
      ignore: `${IGNORE} لا يمكن لأحد تسجيل الدخول من دونه.`,
      ignoreText: IGNORE,
    },
    step_up: {
      heading: "أكِّد أنك أنت",
      opening: null,
      ignore: "إذا لم تطلب هذا الرمز، فلا تُدخله في أي مكان. ربما يستخدم شخص آخر حسابك: سجِّل الخروج من أجهزتك الأخرى.",
      ignoreText: "إذا لم تطلب هذا الرمز، فلا تُدخله في أي مكان: ربما يستخدم شخص آخر حسابك.",
    },
    transaction: {
      heading: "رمز الموافقة",
      opening: "هذا الرمز للموافقة على ما بدأته.",
      ignore: "إذا لم تبدأ أي شيء، فلا تُدخل هذا الرمز في أي مكان. لا تتم الموافقة على أي شيء من دونه.",
      ignoreText: "إذا لم تبدأ أي شيء، فلا تُدخل هذا الرمز في أي مكان.",
    },
    identifier: {
      heading: "أكِّد هذا العنوان",
      opening: null,
      ignore: `${IGNORE} لن يُضاف عنوانك من دونه.`,
      ignoreText: IGNORE,
    },
  },
  text: {
    code: "{{code}} هو رمز {{app.name}} الخاص بك.",
    enterAt: "أدخله في {{app.domain}}. يعمل مرة واحدة فقط. مدة الصلاحية: {{expires_in}}.",
    enterHere: "أدخله حيث طلبته. يعمل مرة واحدة فقط. مدة الصلاحية: {{expires_in}}.",
    warning: "احتفظ بهذا الرمز لنفسك. لن يطلبه منك موظفو {{app.name}} أبدًا.",
  },
  sms: {
    full: "{{code}} هو رمز {{app.name}} الخاص بك. لا تشاركه مع أحد.",
    short: "{{code}} هو رمز {{app.name}} الخاص بك.",
  },
  spoken: {
    code: "رمز {{app.name}} الخاص بك هو: {{code_spoken}}",
    again: "مرة أخرى، رمزك هو: {{code_spoken}}",
    closing: "مدة الصلاحية: {{expires_in}}. لا تشاركه مع أحد. مع السلامة.",
    digits: ["صفر", "واحد", "اثنان", "ثلاثة", "أربعة", "خمسة", "ستة", "سبعة", "ثمانية", "تسعة"],
    stop: ". ",
  },
  chat: {
    code: "{{code}} هو رمز {{app.name}} الخاص بك.",
    codeFor: "{{code}} هو رمز {{app.name}} الخاص بـ {{recipient}}.",
    expiry: "يعمل مرة واحدة فقط. مدة الصلاحية: {{expires_in}}. لا تشاركه مع أحد.",
  },
};
