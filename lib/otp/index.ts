export { deviceTokenOf } from "./device";
export { readRequestedOtp } from "./replay-request";
export { requestOtp } from "./request-otp";
export { resendFromOutbox } from "./resend-from-outbox";
export { guessRight, meetChallenge, type RightGuess, verifyOtp } from "./verify-otp";
