export { clientOfRequest } from "./client-of-request";
export { currentMember, requireMember } from "./current-member";
export { keepDeviceToken, readDeviceToken } from "./device";
export { handleSession } from "./handle-session";
export { endCurrentMemberSession, startMemberSession } from "./member-session";
export { allowedNext } from "./next-path";
export { readNonce } from "./nonce";
export { forgetSignIn, keepSignIn, readSignIn, type SignInState } from "./sign-in-state";
export { keepSingleKeys, readSingleKeys } from "./single-keys";
