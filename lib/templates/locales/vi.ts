import type { OtpWords } from "../words";

const IGNORE = "Nếu bạn không yêu cầu mã này, hãy bỏ qua email này.";

/** Vietnamese. A draft that no native speaker has read yet. */
export const vi: OtpWords = {
  dir: "ltr",
  formats: "vi-VN",
  subject: "{{code}} là mã {{app.name}} của bạn",
  subjectWithoutCode: "Mã {{app.name}} của bạn",
  testNotice: "Chế độ thử nghiệm: thư này được giữ lại trong Mailbox.",
  preheader: "{{code}} có hiệu lực trong {{expires_in}}. Không ai từ {{app.name}} sẽ hỏi bạn mã này.",
  preheaderWithoutCode: "Mã có hiệu lực trong {{expires_in}}. Không ai từ {{app.name}} sẽ hỏi bạn mã này.",
  enterAt: "Nhập mã này tại **{{app.domain}}**. Mã chỉ dùng được một lần, trong {{expires_in}}.",
  enterHere: "Nhập mã này tại nơi bạn đã yêu cầu. Mã chỉ dùng được một lần, trong {{expires_in}}.",
  requested: "Yêu cầu lúc {{request.time}} UTC, {{request.date}}",
  browserOnSystem: "{{browser}} trên {{system}}",
  location: "Gần {{request.location}}",
  deviceAndLocation: "{{request.device}}, gần {{request.location}}",
  warning:
    "**Hãy giữ kín mã này.** Nhân viên {{app.name}} sẽ không bao giờ hỏi mã qua điện thoại, trò chuyện hay email.",
  purposes: {
    sign_in: {
      heading: "Mã đăng nhập của bạn",
      opening: null,
      ignore: `${IGNORE} Không ai có thể đăng nhập nếu không có mã.`,
      ignoreText: IGNORE,
    },
    sign_up: {
      heading: "Mã đăng ký của bạn",
      opening: null,
      ignore: `${IGNORE} Không có tài khoản nào được tạo nếu không có mã.`,
      ignoreText: IGNORE,
    },
    sign_up_existing: {
      heading: "Mã đăng nhập của bạn",
      opening: "Bạn đã có tài khoản; mã này dùng để đăng nhập.",
      ignore: `${IGNORE} Không ai có thể đăng nhập nếu không có mã.`,
      ignoreText: IGNORE,
    },
    step_up: {
      heading: "Xác nhận đây là bạn",
      opening: null,
      ignore:
        "Nếu bạn không yêu cầu mã này, đừng nhập mã ở bất cứ đâu. Có thể ai đó đang dùng tài khoản của bạn: hãy đăng xuất khỏi các thiết bị khác.",
      ignoreText: "Nếu bạn không yêu cầu mã này, đừng nhập mã ở bất cứ đâu: có thể ai đó đang dùng tài khoản của bạn.",
    },
    transaction: {
      heading: "Mã phê duyệt của bạn",
      opening: "Mã này phê duyệt việc bạn đã bắt đầu.",
      ignore:
        "Nếu bạn không bắt đầu việc gì, đừng nhập mã này ở bất cứ đâu. Không có mã thì không việc gì được phê duyệt.",
      ignoreText: "Nếu bạn không bắt đầu việc gì, đừng nhập mã này ở bất cứ đâu.",
    },
    identifier: {
      heading: "Xác nhận địa chỉ này",
      opening: null,
      ignore: `${IGNORE} Địa chỉ của bạn không được thêm nếu không có mã.`,
      ignoreText: IGNORE,
    },
  },
  text: {
    code: "{{code}} là mã {{app.name}} của bạn.",
    enterAt: "Nhập mã tại {{app.domain}}. Mã chỉ dùng được một lần, trong {{expires_in}}.",
    enterHere: "Nhập mã tại nơi bạn đã yêu cầu. Mã chỉ dùng được một lần, trong {{expires_in}}.",
    warning: "Hãy giữ kín mã này. Nhân viên {{app.name}} sẽ không bao giờ hỏi mã.",
  },
  sms: {
    full: "{{code}} là mã {{app.name}} của bạn. Đừng chia sẻ với ai.",
    short: "{{code}} là mã {{app.name}} của bạn.",
  },
  spoken: {
    code: "Mã {{app.name}} của bạn là: {{code_spoken}}",
    again: "Xin nhắc lại, mã của bạn là: {{code_spoken}}",
    closing: "Mã có hiệu lực trong {{expires_in}}. Đừng chia sẻ với ai. Xin cảm ơn.",
    digits: ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"],
    stop: ". ",
  },
  chat: {
    code: "{{code}} là mã {{app.name}} của bạn.",
    codeFor: "{{code}} là mã {{app.name}} của {{recipient}}.",
    expiry: "Mã chỉ dùng được một lần, trong {{expires_in}}. Đừng chia sẻ với ai.",
  },
};
