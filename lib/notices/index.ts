export { mailNotice } from "./mail-notice";
export { postNotice } from "./post-notice";
export { NOTICES_JOB } from "./send-notices";
