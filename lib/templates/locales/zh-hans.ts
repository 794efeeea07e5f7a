import type { OtpWords } from "../words";

const IGNORE = "如果你没有申请此验证码，请忽略这封邮件。";

/** Simplified Chinese. A draft that no native speaker has read yet. */
export const zhHans: OtpWords = {
  dir: "ltr",
  formats: "zh-Hans",
  subject: "{{code}} 是你的 {{app.name}} 验证码",
  subjectWithoutCode: "你的 {{app.name}} 验证码",
  testNotice: "测试模式：此消息留在 Mailbox 中。",
  preheader: "{{code}} 的有效期为 {{expires_in}}。{{app.name}} 的工作人员不会向你索要。",
  preheaderWithoutCode: "有效期为 {{expires_in}}。{{app.name}} 的工作人员不会向你索要验证码。",
  enterAt: "请在 **{{app.domain}}** 输入此验证码。仅可使用一次，有效期为 {{expires_in}}。",
  enterHere: "请在申请验证码的页面输入。仅可使用一次，有效期为 {{expires_in}}。",
  requested: "申请时间：{{request.date}} {{request.time}} UTC",
  browserOnSystem: "{{browser}}（{{system}}）",
  location: "{{request.location}} 附近",
  deviceAndLocation: "{{request.device}}，{{request.location}} 附近",
  warning: "**请勿将此验证码告诉他人。**{{app.name}} 的工作人员绝不会通过电话、聊天或邮件向你索要。",
  purposes: {
    sign_in: {
      heading: "你的登录验证码",
      opening: null,
      ignore: `${IGNORE}没有验证码，任何人都无法登录。`,
      ignoreText: IGNORE,
    },
    sign_up: {
      heading: "你的注册验证码",
      opening: null,
      ignore: `${IGNORE}没有验证码，不会创建任何账号。`,
      ignoreText: IGNORE,
    },
    sign_up_existing: {
      heading: "你的登录验证码",
      opening: "你已有账号，可用此验证码登录。",
      ignore: `${IGNORE}没有验证码，任何人都无法登录。`,
      ignoreText: IGNORE,
    },
    step_up: {
      heading: "请确认是你本人",
      opening: null,
      ignore: "如果你没有申请此验证码，请勿在任何地方输入。可能有人正在使用你的账号：请在你的其他设备上退出登录。",
      ignoreText: "如果你没有申请此验证码，请勿在任何地方输入：可能有人正在使用你的账号。",
    },
    transaction: {
      heading: "你的授权验证码",
      opening: "此验证码用于批准你发起的操作。",
      ignore: "如果你没有发起任何操作，请勿在任何地方输入此验证码。没有验证码，任何操作都不会被批准。",
      ignoreText: "如果你没有发起任何操作，请勿在任何地方输入此验证码。",
    },
    identifier: {
      heading: "请确认此地址",
      opening: null,
      ignore: `${IGNORE}没有验证码，你的地址不会被添加。`,
      ignoreText: IGNORE,
    },
  },
  text: {
    code: "{{code}} 是你的 {{app.name}} 验证码。",
    enterAt: "请在 {{app.domain}} 输入。仅可使用一次，有效期为 {{expires_in}}。",
    enterHere: "请在申请验证码的页面输入。仅可使用一次，有效期为 {{expires_in}}。",
    warning: "请勿将此验证码告诉他人。{{app.name}} 的工作人员绝不会向你索要。",
  },
  sms: {
    full: "{{code}} 是你的 {{app.name}} 验证码。请勿告诉他人。",
    short: "{{code}} 是你的 {{app.name}} 验证码。",
  },
  spoken: {
    code: "你的 {{app.name}} 验证码是：{{code_spoken}}",
    again: "再说一遍，你的验证码是：{{code_spoken}}",
    closing: "有效期为 {{expires_in}}。请勿告诉他人。再见。",
    digits: ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九"],
    stop: "。",
  },
  chat: {
    code: "{{code}} 是你的 {{app.name}} 验证码。",
    codeFor: "{{code}} 是 {{recipient}} 的 {{app.name}} 验证码。",
    expiry: "仅可使用一次，有效期为 {{expires_in}}。请勿告诉他人。",
  },
};
