export { sendPersonalCode } from "./send-personal-code";
export { tellOfRestart } from "./tell-owner";
export { verifyPersonalCode } from "./verify-personal-code";
