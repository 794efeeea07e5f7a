export { NOTICES_JOB } from "./send-notices";
