import type { OtpWords } from "../words";

const IGNORE = "이 코드를 요청하지 않으셨다면 이 이메일을 무시하세요.";

/** Korean. A draft that no native speaker has read yet. No particle that follows a name depends on its last sound. */
export const ko: OtpWords = {
  dir: "ltr",
  formats: "ko-KR",
  subject: "{{code}} {{app.name}} 인증 코드",
  subjectWithoutCode: "{{app.name}} 인증 코드",
  testNotice: "테스트 모드: 이 메시지는 Mailbox에 남았습니다.",
  preheader: "{{code}}의 유효 시간은 {{expires_in}}입니다. {{app.name}} 직원은 이 코드를 묻지 않습니다.",
  preheaderWithoutCode: "유효 시간은 {{expires_in}}입니다. {{app.name}} 직원은 이 코드를 묻지 않습니다.",
  enterAt: "이 코드를 **{{app.domain}}**에 입력하세요. 한 번만 쓸 수 있으며 유효 시간은 {{expires_in}}입니다.",
  enterHere: "이 코드를 요청하신 화면에 입력하세요. 한 번만 쓸 수 있으며 유효 시간은 {{expires_in}}입니다.",
  requested: "요청 시각: {{request.date}} {{request.time}} UTC",
  browserOnSystem: "{{browser}}({{system}})",
  location: "{{request.location}} 부근",
  deviceAndLocation: "{{request.device}}, {{request.location}} 부근",
  warning:
    "**이 코드를 다른 사람에게 알려주지 마세요.** {{app.name}} 직원은 전화, 채팅, 이메일로 코드를 묻는 일이 절대 없습니다.",
  purposes: {
    sign_in: {
      heading: "로그인 코드",
      opening: null,
      ignore: `${IGNORE} 코드가 없으면 아무도 로그인할 수 없습니다.`,
      ignoreText: IGNORE,
    },
    sign_up: {
      heading: "가입 코드",
      opening: null,
      ignore: `${IGNORE} 코드가 없으면 계정이 만들어지지 않습니다.`,
      ignoreText: IGNORE,
    },
    sign_up_existing: {
      heading: "로그인 코드",
      opening: "이미 계정이 있습니다. 이 코드로 로그인하세요.",
      ignore: `${IGNORE} 코드가 없으면 아무도 로그인할 수 없습니다.`,
      ignoreText: IGNORE,
    },
    step_up: {
      heading: "본인인지 확인해 주세요",
      opening: null,
      ignore:
        "이 코드를 요청하지 않으셨다면 어디에도 입력하지 마세요. 누군가 회원님의 계정을 쓰고 있을 수 있습니다. 다른 기기에서 로그아웃하세요.",
      ignoreText:
        "이 코드를 요청하지 않으셨다면 어디에도 입력하지 마세요. 누군가 회원님의 계정을 쓰고 있을 수 있습니다.",
    },
    transaction: {
      heading: "승인 코드",
      opening: "이 코드는 회원님이 시작한 작업을 승인합니다.",
      ignore:
        "아무것도 시작하지 않으셨다면 이 코드를 어디에도 입력하지 마세요. 코드가 없으면 아무것도 승인되지 않습니다.",
      ignoreText: "아무것도 시작하지 않으셨다면 이 코드를 어디에도 입력하지 마세요.",
    },
    identifier: {
      heading: "이 주소를 확인해 주세요",
      opening: null,
      ignore: `${IGNORE} 코드가 없으면 주소가 추가되지 않습니다.`,
      ignoreText: IGNORE,
    },
  },
  text: {
    code: "{{app.name}} 인증 코드는 {{code}}입니다.",
    enterAt: "{{app.domain}}에 입력하세요. 한 번만 쓸 수 있으며 유효 시간은 {{expires_in}}입니다.",
    enterHere: "요청하신 화면에 입력하세요. 한 번만 쓸 수 있으며 유효 시간은 {{expires_in}}입니다.",
    warning: "이 코드를 다른 사람에게 알려주지 마세요. {{app.name}} 직원은 코드를 묻는 일이 절대 없습니다.",
  },
  sms: {
    full: "{{app.name}} 인증 코드는 {{code}}입니다. 다른 사람에게 알려주지 마세요.",
    short: "{{app.name}} 인증 코드는 {{code}}입니다.",
  },
  spoken: {
    code: "{{app.name}} 인증 코드는 다음과 같습니다. {{code_spoken}}",
    again: "다시 한번 알려 드립니다. {{code_spoken}}",
    closing: "유효 시간은 {{expires_in}}입니다. 다른 사람에게 알려주지 마세요. 안녕히 계세요.",
    digits: ["공", "일", "이", "삼", "사", "오", "육", "칠", "팔", "구"],
    stop: ". ",
  },
  chat: {
    code: "{{app.name}} 인증 코드는 {{code}}입니다.",
    codeFor: "{{recipient}}의 {{app.name}} 인증 코드는 {{code}}입니다.",
    expiry: "한 번만 쓸 수 있으며 유효 시간은 {{expires_in}}입니다. 다른 사람에게 알려주지 마세요.",
  },
};
