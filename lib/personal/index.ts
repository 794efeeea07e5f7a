export { sendPersonalCode } from "./send-personal-code";
export { startPersonalMode } from "./start-personal-mode";
export { verifyPersonalCode } from "./verify-personal-code";
